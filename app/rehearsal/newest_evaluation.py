"""The newest evaluation of a department's score in a played book."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.projections import Score
from rules.core.reading import read_evaluation

if TYPE_CHECKING:
    from activities.desk import Desk
    from rules.core.evaluation import Evaluation


def newest_evaluation(desk: Desk, book: str, department: str) -> Evaluation | None:
    """None while the department has none that was made."""
    with desk.reading() as session:
        score = session.exec(
            select(Score)
            .where(
                col(Score.book) == book,
                col(Score.department) == department,
                col(Score.stage) == "score",
                col(Score.state) == "made",
            )
            .order_by(col(Score.sequence).desc())
        ).first()
        return None if score is None else read_evaluation(json.loads(score.document))
