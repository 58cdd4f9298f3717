"""The newest evaluation of a department's score in a played book."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from models.lookups import last_with
from models.projections import Score
from rules.core.reading import read_evaluation

if TYPE_CHECKING:
    from activities.desk import Desk
    from rules.core.evaluation import Evaluation


def newest_evaluation(desk: Desk, book: str, department: str) -> Evaluation | None:
    """None while the department has none that was made."""
    with desk.reading() as session:
        newest = last_with(session, Score, "sequence", book=book, department=department, stage="score", state="made")
        return read_evaluation(json.loads(newest[0].document)) if newest else None
