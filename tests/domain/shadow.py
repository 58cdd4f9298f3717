"""The tables of one book rebuilt from its records as they come: the same fold as a replay, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from audit.project import project
from audit.replay import compare_tables, empty_tables
from models.database import reading
from models.ledger import LedgerRecord
from models.projections import PROJECTIONS
from models.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import SQLModel


def _rows_of(table: type[SQLModel]) -> str:
    named = table_of(table)
    return str(named.select().where(named.c.book == bindparam("book")).order_by(*named.primary_key))


_ROWS: Final = tuple(_rows_of(table) for table in PROJECTIONS)


class Shadow:
    """Compares what it has rebuilt with the live tables after every step."""

    def __init__(self, engine: Engine, book: str) -> None:
        self._engine = engine
        self._book = book
        self._rebuilt = empty_tables()
        self._done = 0

    def follow(self) -> None:
        """Fold what is new, and compare every table with the live one."""
        with Session(reading(self._engine)) as live:
            query = select(LedgerRecord).where(LedgerRecord.book == self._book, LedgerRecord.sequence > self._done)
            for record in live.exec(query.order_by(col(LedgerRecord.sequence))):
                project(self._rebuilt, record)
                self._done = record.sequence
            self._rebuilt.commit()
            # As they are stored, which is quick; only what differs is read as the product reads it.
            if self._stored(live) != self._stored(self._rebuilt):
                _, differing = compare_tables(live, self._rebuilt, self._book)
                raise AssertionError(differing)

    def close(self) -> None:
        """Forget the rebuilt tables."""
        bound = self._rebuilt.get_bind()
        self._rebuilt.close()
        bound.engine.dispose()

    def _stored(self, tables: Session) -> list[object]:
        # Three dozen tables at every step: the driver's own cursor reads them in the session's transaction.
        cursor = tables.connection().connection.cursor()
        found: list[object] = []
        for rows in _ROWS:
            cursor.execute(rows, {"book": self._book})
            found.append(cursor.fetchall())
        cursor.close()
        return found
