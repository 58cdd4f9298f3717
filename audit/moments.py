"""The tables of a book at a moment, made from its records, and what differs between two moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.errors import AuditError
from audit.project import project
from audit.replay import Until, empty_tables, rows_of
from models.database import reading
from models.ledger import LedgerRecord
from models.projections import PROJECTIONS

if TYPE_CHECKING:
    from sqlalchemy import Engine

    Row = Mapping[str, object]
    Rows = dict[tuple[str, tuple[str, ...]], Row]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row of a table at two moments; None where it was not there."""

    table: str
    key: tuple[str, ...]
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None

    @property
    def department(self) -> str | None:
        """Whose row it is; None for a row of the whole book."""
        found = (self.after or self.before or {}).get("department")
        return None if not found else str(found)

    def columns(self) -> dict[str, tuple[object, object]]:
        """Every column that differs, with both values."""
        before, after = self.before or {}, self.after or {}
        names = after or before
        return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {"table": self.table, "key": list(self.key), "before": self.before, "after": self.after}


def tables_at(engine: Engine, book: str, until: Until) -> Session:
    """The tables of a book as its records up to a moment determine them, in memory; nothing is evaluated.

    Raises AuditError `record.unknown` for a record that the book does not have.
    """
    rebuilt = empty_tables()
    with Session(reading(engine)) as live:
        records = records_of(live, book)
        until.require_within(book, len(records))
        for record in records:
            if until.includes(record):
                project(rebuilt, record)
    return rebuilt


def changes_by(engine: Engine, book: str, sequence: int) -> tuple[Session, list[RowDifference]]:
    """The tables after one record, and every row that this record changed. Raises AuditError `record.unknown`."""
    rebuilt = empty_tables()
    with Session(reading(engine)) as live:
        records = records_of(live, book)
        if not 1 <= sequence <= len(records):
            raise AuditError("record.unknown", book=book, sequence=str(sequence), count=str(len(records)))
        for record in records[: sequence - 1]:
            project(rebuilt, record)
        before = _all_rows(rebuilt, book)
        project(rebuilt, records[sequence - 1])
    return rebuilt, _between(before, _all_rows(rebuilt, book))


def differences(before: Session, after: Session, book: str) -> list[RowDifference]:
    """Every row that differs between two sets of tables of one book, in the order of tables and keys."""
    return _between(_all_rows(before, book), _all_rows(after, book))


def records_of(session: Session, book: str) -> list[LedgerRecord]:
    """Every record of a book, the first one first."""
    query = select(LedgerRecord).where(col(LedgerRecord.book) == book)
    return list(session.exec(query.order_by(col(LedgerRecord.sequence))))


def _all_rows(session: Session, book: str) -> Rows:
    return {
        (str(table.__tablename__), key): row
        for table in PROJECTIONS
        for key, row in rows_of(session, table, book).items()
    }


def _between(before: Rows, after: Rows) -> list[RowDifference]:
    return [
        RowDifference(place[0], place[1], before.get(place), after.get(place))
        for place in {**before, **after}
        if before.get(place) != after.get(place)
    ]
