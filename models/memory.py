"""A database in memory, for tables that are rebuilt beside the live ones."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import StaticPool, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from models.alike_dialect import COMPILED, DRIVER, AlikeSqliteDialect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine, Table

_STATEMENTS: dict[Table, str] = {}


def memory_engine(tables: Iterable[Table]) -> Engine:
    """A new database of this process alone, with these tables and nothing in them."""
    made = "".join(map(_made, tables))
    return create_engine(
        f"{DRIVER}://",
        poolclass=StaticPool,
        creator=lambda: _opened(made),
        execution_options={"compiled_cache": COMPILED},
    )


def _opened(made: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(made)
    return connection


def _made(table: Table) -> str:
    """What makes a table and its indexes; written once, because that takes longer than making them."""
    if table not in _STATEMENTS:
        dialect = AlikeSqliteDialect()
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        parts = [CreateTable(table).compile(dialect=dialect)]
        parts += [CreateIndex(index).compile(dialect=dialect) for index in indexes]
        _STATEMENTS[table] = "".join(f"{part};" for part in parts)
    return _STATEMENTS[table]
