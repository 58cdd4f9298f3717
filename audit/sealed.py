"""What may still be written into a book: everything until it is sealed (封账), then what an open addendum authorises.

The ledger itself is asked, not a table: whatever path a record takes, the writer holds to this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from audit.errors import AuditError
from audit.upcast import payload_of
from models.ledger import LedgerRecord
from models.payloads import ActDone, EvaluationMade, EvaluationUndecided, ScoreChanged
from models.prepared import number
from models.sealing_payloads import (
    AddendumAuthorised,
    BookSealed,
    CorrectionApproved,
    CorrectionDeclined,
    CorrectionProposed,
)
from models.sending import connection_of

if TYPE_CHECKING:
    from models.receipts import Turn
    from models.values import Frozen

# A key that is no longer trusted, a person who asks to be forgotten, and a refusal that somebody has to hear of cannot
# wait for a document; nobody's figures are touched by any of them.
ALWAYS: Final = frozenset({"key.rotated", "erasure.requested", "text.erased", "person.erased", "request.refused"})
# Asked before every append, so it is built once. A sum is in no index: the few records of the kind are looked up, where
# the largest number alone would be looked for through the whole book, backwards.
_LAST_SEAL: Final = select(func.max(col(LedgerRecord.sequence) + 0)).where(
    col(LedgerRecord.book) == bindparam("book"), col(LedgerRecord.kind) == "book.sealed"
)
# By book, the hash of a record up to which there is no seal. The hash stands for all that came before it, in whatever
# database and whether or not it was committed: a head that has it needs no second look.
_UNSEALED: Final[dict[str, str]] = {}


@dataclass(slots=True)
class Sealed:
    """How far a book is closed: its last seal, and the addendum that is open since with what it has taken up."""

    book: str
    number: int = 0
    sequence: int = 0
    addendum: AddendumAuthorised | None = None
    department: str | None = None
    begun: int = 0
    taken_up: set[tuple[str | None, str]] = field(default_factory=set)

    @classmethod
    def of(cls, session: Session, book: str, head: str | None = None) -> Sealed:
        """Read it from the records since the last seal; `head` is the hash of the last record, where it is known."""
        standing = cls(book)
        if head is not None and _UNSEALED.get(book) == head:
            return standing
        last = number(connection_of(session), _LAST_SEAL, {"book": book})
        if last is None:
            return standing
        since = select(LedgerRecord).where(col(LedgerRecord.book) == book, col(LedgerRecord.sequence) >= last)
        for record in session.exec(since.order_by(col(LedgerRecord.sequence))):
            standing.follow(record.sequence, record.subject_department, payload_of(record), record.hash)
        return standing

    def require(self, kind: str, department: str | None, payload: Frozen) -> None:
        """Raise AuditError `ledger.sealed` or `ledger.outside-addendum` for a record that may not follow."""
        if not self.number or kind in ALWAYS:
            return
        if isinstance(payload, AddendumAuthorised) and self.addendum is None:
            return
        if self.addendum is None or not self._covers(self.addendum, department, payload):
            raise self.refusal(kind, department)

    def require_open(self, department: str, matter: str) -> None:
        """Raise what an act on this matter would be refused with, before anything else about it is looked at."""
        if self.number and (department, matter) not in self.taken_up:
            raise self.refusal(matter, department)

    def follow(self, sequence: int, department: str | None, payload: Frozen, own_hash: str) -> None:
        """Take a record that was written."""
        if self.number or isinstance(payload, BookSealed):
            self._take(sequence, department, payload)
        else:
            _UNSEALED[self.book] = own_hash

    def _take(self, sequence: int, department: str | None, payload: Frozen) -> None:
        match payload:
            case BookSealed():
                self.number, self.sequence = payload.number, sequence
                self.addendum, self.taken_up = None, set()
            case AddendumAuthorised():
                self.addendum, self.department, self.begun = payload, department, sequence
                self.taken_up = {(department, matter) for matter in payload.matters}
            case _ if self.addendum is not None:
                self.taken_up.update((department, turn.matter) for turn in _turns(payload))

    def refusal(self, what: str, department: str | None) -> AuditError:
        """What is said of a record, or of a matter, that may not follow."""
        if self.addendum is None:
            return AuditError(
                "ledger.sealed", book=self.book, what=what, seal=str(self.number), sequence=str(self.sequence)
            )
        return AuditError(
            "ledger.outside-addendum",
            book=self.book,
            what=what,
            department=department or "-",
            document=self.addendum.document,
            sequence=str(self.begun),
        )

    def _covers(self, addendum: AddendumAuthorised, department: str | None, payload: Frozen) -> bool:
        match payload:
            case BookSealed():
                return payload.number == self.number + 1
            case CorrectionProposed() | CorrectionApproved() | CorrectionDeclined():
                return addendum.corrections and self.department in (None, department)
            case ActDone():
                return (department, payload.matter) in self.taken_up
            case EvaluationMade() | EvaluationUndecided() | ScoreChanged():
                return payload.cause > self.begun
            case _:
                return False


def _turns(payload: Frozen) -> tuple[Turn, ...]:
    """The turns that a record brings: what an addendum has moved along it may also bring to its end."""
    match payload:
        case ActDone() | CorrectionApproved():
            return payload.turns
        case ScoreChanged():
            return () if payload.reopened is None else (payload.reopened,)
        case _:
            return ()
