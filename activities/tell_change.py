"""Tell what an amendment or a new filing changed: a record with every row, notices, the review reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.extend_deadline import with_granted_time
from activities.keys import change_key
from activities.returned import review_anew
from audit.entry import Entry
from audit.score_change import score_change
from deadlines.local_time import local_date
from models.lookups import row_with
from models.projections import Matter
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from audit.append import BookWriter
    from models.ledger import Record
    from models.receipts import Turn
    from rules.core.rubric import Rubric

_REVIEW = "review"


def tell_change(writer: BookWriter, rubric: Rubric, cause: Record) -> None:
    """Write the difference to the score before the newest one; nothing when there was none or nothing changed."""
    change = score_change(writer.session, cause, _reopened(writer.session, rubric, cause))
    if change is None:
        return
    writer.append(
        Entry(
            kind="score.changed",
            key=change_key(cause.key),
            actor="system",
            role="system",
            happened_at=instant(cause.happened_at),
            department=cause.subject_department,
            payload=change,
        )
    )


def _reopened(session: Session, rubric: Rubric, cause: Record) -> Turn | None:
    """A concluded review has to look again: its clock starts anew, and a day that a document gave it stays given."""
    department = cause.subject_department or ""
    review = row_with(session, Matter, book=cause.book, department=department, matter=_REVIEW)
    if review is None or review.state != "done":
        return None
    day = local_date(instant(cause.received_at or cause.happened_at))
    return with_granted_time(session, cause.book, department, review_anew(session, rubric, cause.book, day))
