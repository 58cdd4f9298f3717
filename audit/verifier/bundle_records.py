"""The records of a bundle, laid into a database of their own, so that they are read as those of a data folder.

`records.jsonl` has a record a line, `head.json` the head; both are canonical JSON, a payload is its text.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.database import Database
from audit.verifier.record import Record, Stored
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDS: Final = "records.jsonl"
HEAD: Final = "head.json"
_MARKS: Final = ", ".join("?" * len(Record._fields))
_CREATE: Final = f"CREATE TABLE ledger ({', '.join(Record._fields)})"
_HEAD_FIELDS: Final = ("sequence", "hash", "epoch", "peaks")
# A bundle does not repeat when its last record was written.
_INSERT_HEAD: Final = """
    INSERT INTO head VALUES (?, ?, ?, ?, ?, (SELECT recorded_at FROM ledger ORDER BY sequence DESC LIMIT 1))"""
_INSERT: Final = f"INSERT INTO ledger VALUES ({_MARKS})"  # noqa: S608  # the marks are counted, every value is bound


@contextmanager
def laid_out(bundle: Path, book: str, damages: list[Damage]) -> Iterator[Database]:
    """Give the records as a temporary database, kept on disk where they are many; add lines that are none to `damages`.

    A value stands there as the line has it: what it should be is for the reader of records to say.
    """
    connection = sqlite3.connect("", isolation_level=None)
    try:
        connection.execute(_CREATE)
        connection.execute("CREATE TABLE head (book, sequence, hash, epoch, peaks, recorded_at)")
        connection.execute("BEGIN")
        connection.executemany(_INSERT, _records(bundle, book, damages))
        connection.executemany(_INSERT_HEAD, _heads(bundle, book, damages))
        connection.execute("CREATE INDEX followers ON ledger (book, previous)")
        connection.execute("COMMIT")
        yield Database(connection)
    finally:
        connection.close()


def _records(bundle: Path, book: str, damages: list[Damage]) -> Iterator[Record]:
    try:
        with (bundle / RECORDS).open("rb") as file:
            for number, line in enumerate(file, 1):
                record = _record(line)
                if record is None:
                    damages.append(Damage("malformed", book, number, RECORDS, {"line": str(number)}))
                else:
                    yield record
    except OSError:
        damages.append(Damage("file-missing", book, None, RECORDS))


def _record(line: bytes) -> Record | None:
    values = _values(line, Record._fields)
    if values is None:
        return None
    record = Record._make(values)
    return record._replace(payload=record.payload.encode()) if isinstance(record.payload, str) else record


def _heads(bundle: Path, book: str, damages: list[Damage]) -> Iterator[tuple[Stored, ...]]:
    try:
        values = _values((bundle / HEAD).read_bytes(), _HEAD_FIELDS)
    except OSError:
        values = None
    if values is None:
        damages.append(Damage("malformed", book, None, HEAD))
    else:
        yield (book, *values)


def _values(line: bytes, names: tuple[str, ...]) -> list[Stored] | None:
    try:
        columns = read_canonical(line.removesuffix(b"\n"))
    except NotCanonicalError:
        return None
    if not isinstance(columns, dict) or set(columns) != set(names):
        return None
    values = [columns[name] for name in names]
    plain = [value for value in values if isinstance(value, str | int | None)]
    return [*plain] if len(plain) == len(values) else None
