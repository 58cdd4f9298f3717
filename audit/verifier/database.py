"""The ledger's database, opened read-only and read as one snapshot.

Records are read from the table itself, never through an index: an index may be made to disagree with its table.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import islice
from operator import methodcaller
from typing import TYPE_CHECKING, Final, NamedTuple

from audit.verifier.errors import VerifierError
from audit.verifier.record import Record, Stored, raw_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLUMNS: Final = ", ".join(Record._fields)
# Column names come from the record type; every value is bound.
_RECORDS: Final = f"SELECT {_COLUMNS} FROM ledger NOT INDEXED WHERE book = CAST(? AS TEXT) ORDER BY "  # noqa: S608
_NUMBERS: Final = "SELECT sequence FROM ledger NOT INDEXED WHERE book = CAST(? AS TEXT) ORDER BY rowid"
_FOLLOWERS: Final = f"SELECT {_COLUMNS} FROM ledger WHERE book = CAST(? AS TEXT) AND previous = CAST(? AS TEXT)"  # noqa: S608
_FOLLOWERS_ANYWHERE: Final = f"SELECT {_COLUMNS} FROM ledger WHERE previous = CAST(? AS TEXT)"  # noqa: S608
# A ruined schema is told in its own ruined words, which Python then cannot read.
_UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
# Text that is not UTF-8 keeps its bytes.
_TEXT: Final = methodcaller("decode", "utf-8", "surrogateescape")
_BATCH: Final = 64


class HeadRow(NamedTuple):
    """The head of a book as its table says."""

    sequence: Stored
    hash: Stored
    epoch: Stored
    peaks: Stored
    recorded_at: Stored


class Database:
    """Questions to one snapshot of the ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def books(self) -> tuple[str, ...]:
        """Return every book that the ledger or the head table names, sorted."""
        rows = self._connection.execute("SELECT book FROM ledger NOT INDEXED UNION SELECT book FROM head NOT INDEXED")
        return tuple(sorted(book for (book,) in rows if isinstance(book, str)))

    def without_book(self) -> int:
        """Return how many records name their book by something that is not text."""
        row = self._connection.execute("SELECT count(*) FROM ledger NOT INDEXED WHERE typeof(book) <> 'text'")
        return int(row.fetchone()[0])

    def records(self, book: str) -> Iterator[Record]:
        """Stream a book's records in the order of their numbers."""
        # As they were written they lie in this order; only what was put elsewhere has to be sorted.
        query = _RECORDS + ("rowid" if self._lies_in_order(book) else "sequence")
        rows, taken = self._connection.execute(query, (raw_bytes(book),)), 0
        while batch := self._decoded(rows):
            taken += len(batch)
            yield from map(Record._make, batch)
        if batch is None:
            rows = self._connection.execute(query, (raw_bytes(book),))
            yield from map(Record._make, islice(rows, taken, None))

    def _lies_in_order(self, book: str) -> bool:
        numbers = self._connection.execute(_NUMBERS, (raw_bytes(book),))
        return all(number == wanted for wanted, (number,) in enumerate(numbers, 1))

    def _decoded(self, rows: sqlite3.Cursor) -> list[tuple[Stored, ...]] | None:
        """The next rows with their texts decoded by the library, which is quick; None if one is not UTF-8."""
        self._connection.text_factory = str
        try:
            return rows.fetchmany(_BATCH)
        except sqlite3.OperationalError:
            return None
        finally:
            self._connection.text_factory = _TEXT

    def head(self, book: str) -> HeadRow | None:
        """Return the head that the table keeps for a book."""
        query = "SELECT sequence, hash, epoch, peaks, recorded_at FROM head NOT INDEXED WHERE book = CAST(? AS TEXT)"
        row = self._connection.execute(query, (raw_bytes(book),)).fetchone()
        return None if row is None else HeadRow(*row)

    def followers(self, book: str, previous: Stored) -> list[Record]:
        """Return the records of a book that name this hash as their predecessor."""
        rows = self._connection.execute(_FOLLOWERS, (raw_bytes(book), raw_bytes(previous)))
        return [Record._make(row) for row in rows]

    def followers_anywhere(self, previous: Stored) -> Iterator[Record]:
        """Stream the records of any book that name this hash as their predecessor."""
        return map(Record._make, self._connection.execute(_FOLLOWERS_ANYWHERE, (raw_bytes(previous),)))

    def number_of(self, book: str, own: Stored) -> Stored:
        """Return the number of the record with this hash, or None."""
        query = "SELECT sequence FROM ledger WHERE book = CAST(? AS TEXT) AND hash = CAST(? AS TEXT)"
        row = self._connection.execute(query, (raw_bytes(book), raw_bytes(own))).fetchone()
        return None if row is None else _stored(row[0])

    def hash_at(self, book: str, sequence: int) -> Stored:
        """Return the hash of a book's record with this number, or None."""
        query = "SELECT hash FROM ledger WHERE book = CAST(? AS TEXT) AND sequence = ?"
        row = self._connection.execute(query, (raw_bytes(book), sequence)).fetchone()
        return None if row is None else _stored(row[0])

    def actor_of(self, book: str, own: Stored) -> Stored:
        """Return who wrote the record with this hash, or None."""
        query = "SELECT actor FROM ledger WHERE book = CAST(? AS TEXT) AND hash = CAST(? AS TEXT)"
        row = self._connection.execute(query, (raw_bytes(book), raw_bytes(own))).fetchone()
        return None if row is None else _stored(row[0])


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """Open the database for reading and hold one snapshot of it.

    Raises VerifierError `verify.no-database` or `verify.unreadable`, while reading too.
    """
    if not path.is_file():
        raise VerifierError("verify.no-database", path=str(path))
    try:
        connection = _connected(path)
        try:
            yield Database(connection)
        finally:
            connection.close()
    except _UNREADABLE as error:
        raise VerifierError("verify.unreadable", path=str(path), reason=str(error)) from error


def _connected(path: Path) -> sqlite3.Connection:
    address = path.resolve().as_uri() + "?mode=ro"
    try:
        return _snapshot(address)
    except sqlite3.OperationalError:
        # On a read-only medium a database in WAL mode opens only as immutable; a log that is left would be lost.
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return _snapshot(address + "&immutable=1")


def _snapshot(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    try:
        connection.text_factory = _TEXT
        connection.execute("BEGIN")
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('ledger', 'head')")
        missing = {"ledger", "head"} - {name for (name,) in rows}
        if missing:
            raise sqlite3.DatabaseError(f"no table {', '.join(sorted(missing))}")
    except _UNREADABLE:
        connection.close()
        raise
    return connection


def _stored(value: object) -> Stored:
    return value if isinstance(value, str | int | float | bytes) else None
