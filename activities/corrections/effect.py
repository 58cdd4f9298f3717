"""What follows from putting a record right, and where each kind of correction has its own file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.append import BookWriter
from models.ledger import LedgerRecord
from models.receipts import ReviewOutcome, Turn
from models.sealing_payloads import ReviewDifference
from rules.core.rubric import Rubric

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Case:
    """The record that is to be corrected, with what stands around it; `rubric` is None outside any department."""

    writer: BookWriter
    corrected: LedgerRecord
    rubric: Rubric | None
    received_at: str
    reason: str

    @property
    def session(self) -> Session:
        """The writer's own transaction."""
        return self.writer.session

    @property
    def book(self) -> str:
        """The book of the record."""
        return self.corrected.book

    @property
    def department(self) -> str:
        """The department that the record is about; "" for the whole bureau."""
        return self.corrected.subject_department or ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the approval's record says besides old and right content."""

    turns: tuple[Turn, ...] = ()
    review: ReviewOutcome | None = None
    change: ReviewDifference | None = None
    days_late: int | None = None
    judged: int | None = None
