"""Append to a book: lock the head, look the key up, write record and projections, advance the head.

All of it happens inside the caller's transaction, so that a record and its effect stand or fall together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from audit.canonical import canonical_bytes
from audit.errors import StaleEpochError, UnknownBookError
from audit.merkle import Frontier
from audit.project import project
from audit.record import record_hash
from audit.sealed import Sealed
from models.database import one_at_a_time
from models.ledger import FIRST_PREVIOUS, Head, LedgerRecord
from models.payloads import NEWEST
from models.values import Frozen, instant_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one record will say; sequence, previous hash and own hash are the ledger's to give."""

    kind: str
    key: str
    actor: str
    role: str
    happened_at: datetime
    payload: Frozen
    received_at: str | None = None
    department: str | None = None
    row: str | None = None
    evidence: str | None = None


class BookWriter:
    """The only writer of one book for the length of one transaction: holding it means holding the head's lock."""

    def __init__(self, session: Session, book: str, epoch: int, recorded_at: datetime) -> None:
        """Lock the head. Raises UnknownBookError before the opening record, StaleEpochError for an older epoch."""
        locking = select(Head).where(Head.book == book).with_for_update()
        # Read anew behind the lock: what the session saw before it may be what the writer before us has changed.
        head = session.exec(locking, execution_options={"populate_existing": True}).one_or_none()
        if head is None:
            raise UnknownBookError(book=book)
        if epoch < head.epoch:
            raise StaleEpochError(book=book, given=str(epoch), wanted=str(head.epoch))
        self.session = session
        self.book = book
        self.epoch = epoch
        self._head = head
        self._sealed: Sealed | None = None
        # The clock of the machine may be set back; what is recorded later must not look earlier.
        self._recorded_at = max(instant_text(recorded_at), head.recorded_at)

    @classmethod
    def opening(cls, session: Session, book: str, recorded_at: datetime) -> BookWriter:
        """Make the head of a new book (or take the one that stands), with epoch 1."""
        one_at_a_time(session, book)
        if session.get(Head, book) is None:
            session.add(
                Head(book=book, sequence=0, hash=FIRST_PREVIOUS, epoch=1, recorded_at=instant_text(recorded_at))
            )
            session.flush()
        return cls(session, book, 1, recorded_at)

    def find(self, key: str) -> LedgerRecord | None:
        """The record that this key has already written."""
        return find(self.session, self.book, key)

    @property
    def size(self) -> int:
        """How many records the book has."""
        return self._head.sequence

    @property
    def root(self) -> str:
        """The root of the tree over the book's records, in hex."""
        return Frontier.parse(self._head.sequence, self._head.peaks).root().hex()

    @property
    def sealed(self) -> Sealed:
        """How far the book is closed."""
        if self._sealed is None:
            self._sealed = Sealed.of(self.session, self.book)
        return self._sealed

    def append(self, entry: Entry) -> LedgerRecord:
        """Write one record, let the projections follow it, advance the head.

        Raises AuditError `ledger.sealed` or `ledger.outside-addendum` for what may not follow a seal.
        """
        self.sealed.require(entry.kind, entry.department, entry.payload)
        payload = canonical_bytes(entry.payload.model_dump(mode="json"))
        record = LedgerRecord(
            book=self.book,
            sequence=self._head.sequence + 1,
            happened_at=instant_text(entry.happened_at),
            recorded_at=self._recorded_at,
            received_at=entry.received_at,
            actor=entry.actor,
            role=entry.role,
            kind=entry.kind,
            schema_version=NEWEST[entry.kind],
            subject_department=entry.department,
            subject_row=entry.row,
            subject_evidence=entry.evidence,
            key=entry.key,
            epoch=self.epoch,
            payload=payload,
            previous=self._head.hash,
            hash="",
        )
        record.hash = record_hash(record)
        frontier = Frontier.parse(self._head.sequence, self._head.peaks).append(bytes.fromhex(record.hash))
        self.session.add(record)
        self.session.flush()
        project(self.session, record)
        self._head.sequence, self._head.hash, self._head.peaks = record.sequence, record.hash, frontier.text()
        self._head.epoch, self._head.recorded_at = self.epoch, record.recorded_at
        self.session.add(self._head)
        self.session.flush()
        self.sealed.follow(record.sequence, record.subject_department, entry.payload)
        return record


def find(session: Session, book: str, key: str) -> LedgerRecord | None:
    """The record of a book with this idempotency key."""
    query = select(LedgerRecord).where(col(LedgerRecord.book) == book, col(LedgerRecord.key) == key)
    return session.exec(query).one_or_none()
