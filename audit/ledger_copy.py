"""Copy the ledger of a database server into a file, as it stands: the verifier reads files, and no server's driver."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.database import reading
from models.ledger import Head, LedgerRecord
from models.tables import table_of

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

_AT_ONCE = 1000


def copy_ledger(engine: Engine, target: Path) -> Path:
    """Write the tables `ledger` and `head` of one snapshot into a new SQLite file, and return it.

    The copy has neither keys nor constraints: whatever damage the tables hold arrives in it. Rows are streamed.
    """
    with closing(sqlite3.connect(target)) as copy, reading(engine).connect() as live:
        for table in (table_of(LedgerRecord), table_of(Head)):
            _copy_table(live, table, copy)
        copy.commit()
    return target


def _copy_table(live: Connection, table: Table, copy: sqlite3.Connection) -> None:
    columns = ", ".join(column.name for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    copy.execute(f"CREATE TABLE {table.name} ({columns})")
    insert = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608  # names of our own model
    streamed = live.execution_options(yield_per=_AT_ONCE).execute(select(table))
    for rows in streamed.partitions():
        copy.executemany(insert, [tuple(row) for row in rows])
