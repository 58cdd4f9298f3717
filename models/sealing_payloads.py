"""What the records of seals (封账), addenda (补充记录) and corrections (更正) say."""

from __future__ import annotations

from typing import Final

from models.corrections import Right
from models.ending_payloads import KeyRotated
from models.receipts import ReviewOutcome, RowNote, Turn
from models.values import Frozen


class BookSealed(Frozen):
    """The seal (封账): this many records before it, with this root of their tree, are closed on a domain day.

    1 is the period's own seal, each later number that of an addendum.
    """

    number: int
    day: str
    records: int
    root: str


class AddendumAuthorised(Frozen):
    """A document lets a sealed book be added to: what may be taken up, and the number of the addendum."""

    number: int
    matters: tuple[str, ...]
    corrections: bool
    document: str
    title: str
    reason: str


class CorrectionProposed(Frozen):
    """A record and its hash, what it says, and what would be right; the document and the reason."""

    corrects: int
    hash: str
    was: Right
    right: Right
    document: str
    reason: str


class ReviewDifference(Frozen):
    """What a corrected review changed: both totals and grades, and the review score of the row."""

    total_before: str
    total_after: str
    grade_before: str
    grade_after: str
    rows: tuple[RowNote, ...]


class CorrectionApproved(Frozen):
    """A second person approved the proposal of that hash: what is right from now on, and what follows from it.

    `review` is the final score computed anew; `days_late` the lateness, judged anew, of an act that was done, and
    `judged` the record of that act where it filed something.
    """

    proposal: int
    hash: str
    corrects: int
    was: Right
    right: Right
    turns: tuple[Turn, ...] = ()
    review: ReviewOutcome | None = None
    change: ReviewDifference | None = None
    days_late: int | None = None
    judged: int | None = None


class CorrectionDeclined(Frozen):
    """A second person declined the proposal of that hash; the opinion is a stored text."""

    proposal: int
    hash: str
    opinion: str


SEALING_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {
    ("key.rotated", 1): KeyRotated,
    ("book.sealed", 1): BookSealed,
    ("addendum.authorised", 1): AddendumAuthorised,
    ("correction.proposed", 1): CorrectionProposed,
    ("correction.approved", 1): CorrectionApproved,
    ("correction.declined", 1): CorrectionDeclined,
}
