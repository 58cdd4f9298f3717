"""The final score that stands for a department: reviewed, answered where an answer is asked for, and not open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.lookups import last_with
from models.projections import Matter, Review, Score

if TYPE_CHECKING:
    from sqlmodel import Session

_REVIEW = "review"
_ANSWER = "acknowledgement"


def final_review(session: Session, book: str, department: str) -> Review | None:
    """The review whose total and grade are final; None while something about them is open.

    That is: no review yet, one that was opened again, an evaluation since that stayed undecided, an answer that is
    awaited or disputed.
    """
    review = newest_review(session, book, department)
    if review is None or not _done(session, (book, department, _REVIEW), missing=False):
        return None
    newest = last_with(session, Score, "sequence", book=book, department=department, stage="score")
    if not newest or newest[0].state != "made":
        return None
    return review if _done(session, (book, department, _ANSWER), missing=True) else None


def newest_review(session: Session, book: str, department: str) -> Review | None:
    """The newest review of a department, whether its score is final or not."""
    return next(iter(last_with(session, Review, "sequence", book=book, department=department)), None)


def _done(session: Session, key: tuple[str, str, str], *, missing: bool) -> bool:
    matter = session.get(Matter, key)
    return missing if matter is None else matter.state == "done"
