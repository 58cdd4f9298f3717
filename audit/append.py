"""Append to a book: lock the head, look the key up, write the record and advance the head, write the projections.

All of it happens inside the caller's transaction, so that a record and its effect stand or fall together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.errors import StaleEpochError, UnknownBookError
from audit.merkle import Frontier
from audit.project import check_form, follow
from audit.project.rows import read_again
from audit.record import hash_of
from audit.sealed import Sealed
from models.database import one_at_a_time
from models.ledger import FIRST_PREVIOUS, AppendedRecord, Head, LedgerRecord
from models.lookups import row_with
from models.payloads import NEWEST
from models.prepared import insert_whole, lock_row, update_rows
from models.sending import connection_of
from models.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from audit.entry import Entry
    from models.ledger import Record


class Standing(NamedTuple):
    """The columns of a head, in the order of its table."""

    book: str
    sequence: int
    hash: str
    epoch: int
    recorded_at: str
    peaks: str


class BookWriter:
    """The only writer of one book for the length of one transaction: holding it means holding the head's lock."""

    def __init__(
        self, session: Session, book: str, epoch: int, recorded_at: datetime, *, finishes: bool = False
    ) -> None:
        """Lock the head. Raises UnknownBookError before the opening record, StaleEpochError for an older epoch.

        Who `finishes` calls `move_head` before the commit; otherwise every append moves it.
        """
        # Columns, no object: what the session saw before the lock may be what the writer before us has changed.
        found = lock_row(connection_of(session), Head, {"book": book})
        if found is None:
            raise UnknownBookError(book=book)
        head = Standing._make(found)
        if epoch < head.epoch:
            raise StaleEpochError(book=book, given=str(epoch), wanted=str(head.epoch))
        self.session = session
        self.book = book
        self.epoch = epoch
        self._last = head.hash
        self._frontier = Frontier.parse(head.sequence, head.peaks)
        self.sealed = Sealed.of(session, book, head.hash)
        self._finishes = finishes
        self._moved = False
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

    def find(self, key: str) -> Record | None:
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

    def append(self, entry: Entry) -> AppendedRecord:
        """Write one record, advance the head, let the projections follow.

        Raises AuditError `ledger.sealed` or `ledger.outside-addendum` for what may not follow a seal.
        """
        return self.append_all((entry,))[0]

    def append_all(self, entries: Sequence[Entry]) -> list[AppendedRecord]:
        """Write records one behind the other as `append` would, with one statement for each table.

        None of them may be made from what another one leads to. Raises IntegrityError for a key that is used, in the
        book or twice here; then nothing may be committed. Raises what `append` raises.
        """
        records = [self._next(entry) for entry in entries]
        if records:
            insert_whole(connection_of(self.session), LedgerRecord, records)
            self._moved = True
            if not self._finishes:
                self.move_head()
            follow(self.session, [(record, entry.payload) for record, entry in zip(records, entries, strict=True)])
        return records

    def _next(self, entry: Entry) -> AppendedRecord:
        """The record behind the last one; only when it is inserted it stands."""
        self.sealed.require(entry.kind, entry.department, entry.payload)
        sequence = self._frontier.size + 1
        said = (
            self.book,
            sequence,
            entry.moment,
            self._recorded_at,
            entry.received_at,
            entry.actor,
            entry.role,
            entry.kind,
            NEWEST[entry.kind],
            entry.department,
            entry.row,
            entry.evidence,
            entry.key,
            self.epoch,
        )
        record = AppendedRecord(*said, entry.raw, self._last, hash_of((*said, self._last), entry.digest))
        check_form(record, entry.payload)
        self._last = record.hash
        self._frontier = self._frontier.append(bytes.fromhex(self._last))
        self.sealed.follow(sequence, entry.department, entry.payload, self._last)
        return record

    def move_head(self) -> None:
        """Let the head follow the records; whoever reads it in the same transaction asks for this first."""
        if self._moved:
            moved = {
                "sequence": self._frontier.size,
                "hash": self._last,
                "epoch": self.epoch,
                "recorded_at": self._recorded_at,
                "peaks": self._frontier.text(),
            }
            update_rows(connection_of(self.session), Head, {"book": self.book}, moved)
            read_again(self.session, Head)
            self._moved = False


def find(session: Session, book: str, key: str) -> LedgerRecord | None:
    """The record of a book with this idempotency key."""
    return row_with(session, LedgerRecord, book=book, key=key)
