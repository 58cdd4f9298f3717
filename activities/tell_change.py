"""Tell what an amendment or a new filing changed: a record with every row, notices, the review reopened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.extend_deadline import with_granted_time
from activities.keys import change_key
from activities.returned import review_anew
from audit.append import Entry
from deadlines.local_time import local_date
from models.payloads import ACT_KINDS, ScoreChanged
from models.projections import Matter, Score
from models.values import instant
from rules.core.change import changed_adjustments, changed_rows
from rules.core.writing import to_data

if TYPE_CHECKING:
    from audit.append import BookWriter
    from models.ledger import LedgerRecord
    from models.receipts import Turn
    from rules.core.rubric import Rubric

_REVIEW = "review"
_ACTS = {kind: act for act, kind in ACT_KINDS.items()}


def tell_change(writer: BookWriter, rubric: Rubric, cause: LedgerRecord, evaluation: LedgerRecord) -> None:
    """Write the difference to the score before this one; nothing when there was none or nothing changed."""
    after, before = _last_two(writer.session, evaluation)
    if before is None:
        return
    earlier, later = json.loads(before.document), json.loads(after.document)
    rows = changed_rows(earlier["rows"], later["rows"])
    adjustments = changed_adjustments(earlier.get("adjustments", []), later.get("adjustments", []))
    if not rows and not adjustments:
        return
    writer.append(
        Entry(
            kind="score.changed",
            key=change_key(cause.key),
            actor="system",
            role="system",
            happened_at=instant(cause.happened_at),
            department=cause.subject_department,
            payload=ScoreChanged.model_validate(
                {
                    "cause": cause.sequence,
                    "act": _ACTS.get(cause.kind, cause.kind),
                    "previous": before.sequence,
                    "evaluation": after.sequence,
                    "rows": to_data(rows),
                    "adjustments": to_data(adjustments),
                    "total_before": earlier["total"],
                    "total_after": later["total"],
                    "of_before": earlier["of"],
                    "of_after": later["of"],
                    "grade_before": earlier["grade"],
                    "grade_after": later["grade"],
                    "reopened": _reopened(writer.session, rubric, cause),
                }
            ),
        )
    )


def _last_two(session: Session, evaluation: LedgerRecord) -> tuple[Score, Score | None]:
    query = (
        select(Score)
        .where(
            col(Score.book) == evaluation.book,
            col(Score.department) == evaluation.subject_department,
            col(Score.stage) == "score",
            col(Score.state) == "made",
        )
        .order_by(col(Score.sequence).desc())
        .limit(2)
    )
    found = session.exec(query).all()
    return found[0], found[1] if len(found) > 1 else None


def _reopened(session: Session, rubric: Rubric, cause: LedgerRecord) -> Turn | None:
    """A concluded review has to look again: its clock starts anew, and a day that a document gave it stays given."""
    department = cause.subject_department or ""
    review = session.get(Matter, (cause.book, department, _REVIEW))
    if review is None or review.state != "done":
        return None
    day = local_date(instant(cause.received_at or cause.happened_at))
    return with_granted_time(session, cause.book, department, review_anew(session, rubric, cause.book, day))
