"""Append to a book: lock the head, look the key up, write record and projections, advance the head.

All of it happens inside the caller's transaction, so that a record and its effect stand or fall together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm.attributes import instance_dict, manager_of_class

from audit.canonical import canonical_bytes
from audit.errors import StaleEpochError, UnknownBookError
from audit.merkle import Frontier
from audit.project import check_form, follow
from audit.project.rows import change_equal
from audit.record import record_hash
from audit.sealed import Sealed
from models.database import one_at_a_time
from models.ledger import FIRST_PREVIOUS, Head, LedgerRecord
from models.lookups import row_with
from models.payloads import NEWEST
from models.prepared import insert_rows, lock_rows
from models.tables import table_of
from models.values import Frozen, instant_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

_COLUMNS: Final = tuple(table_of(LedgerRecord).columns.keys())


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
        # Columns, no object: what the session saw before the lock may be what the writer before us has changed.
        head = lock_rows(session.connection(), Head, {"book": book}).one_or_none()
        if head is None:
            raise UnknownBookError(book=book)
        if epoch < head.epoch:
            raise StaleEpochError(book=book, given=str(epoch), wanted=str(head.epoch))
        self.session = session
        self.book = book
        self.epoch = epoch
        self._last = str(head.hash)
        self._frontier = Frontier.parse(head.sequence, head.peaks)
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
        return self._frontier.size

    @property
    def root(self) -> str:
        """The root of the tree over the book's records, in hex."""
        return self._frontier.root().hex()

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
        return self.append_all((entry,))[0]

    def append_all(self, entries: Sequence[Entry]) -> list[LedgerRecord]:
        """Write records one behind the other as `append` would, with one statement for each table.

        None of them may be made from what another one leads to. Raises IntegrityError for a key that is used, in the
        book or twice here; then nothing may be committed. Raises what `append` raises.
        """
        records = [self._next(entry) for entry in entries]
        if records:
            rows = [{name: instance_dict(record)[name] for name in _COLUMNS} for record in records]
            insert_rows(self.session.connection(), LedgerRecord, rows)
            follow(self.session, [(record, entry.payload) for record, entry in zip(records, entries, strict=True)])
            self._advance()
        return records

    def _next(self, entry: Entry) -> LedgerRecord:
        """The record behind the last one; only when it is inserted it stands."""
        self.sealed.require(entry.kind, entry.department, entry.payload)
        record = _unvalidated(
            book=self.book,
            sequence=self._frontier.size + 1,
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
            payload=canonical_bytes(entry.payload),
            previous=self._last,
        )
        check_form(record, entry.payload)
        instance_dict(record)["hash"] = self._last = record_hash(record)
        self._frontier = self._frontier.append(bytes.fromhex(self._last))
        self.sealed.follow(record.sequence, record.subject_department, entry.payload)
        return record

    def _advance(self) -> None:
        moved = {
            "sequence": self._frontier.size,
            "hash": self._last,
            "epoch": self.epoch,
            "recorded_at": self._recorded_at,
            "peaks": self._frontier.text(),
        }
        change_equal(self.session, Head, {"book": self.book}, **moved)


def _unvalidated(**columns: str | int | bytes | None) -> LedgerRecord:
    """A record as the database would give it back: validating its columns would take longer than writing them."""
    record: LedgerRecord = manager_of_class(LedgerRecord).new_instance()
    instance_dict(record).update(columns)
    return record


def find(session: Session, book: str, key: str) -> LedgerRecord | None:
    """The record of a book with this idempotency key."""
    return row_with(session, LedgerRecord, book=book, key=key)
