"""Copy every table of a database into another one, as one snapshot: from and to a file or a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select
from sqlmodel import SQLModel

from models.database import reading
from models.errors import ModelsError
from models.projected import Projected

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

_AT_ONCE = 500


def copy_database(source: Engine, target: Engine) -> None:
    """Fill the empty tables of `target` with what `source` holds at one moment; others may go on writing to it.

    Raises ModelsError `database.not-empty` when the target holds anything.
    """
    # Which form the projections have is each database's own to say; both were brought to the same one.
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name != Projected.__tablename__]
    with reading(source).connect() as live, target.begin() as copy:
        for table in tables:
            if copy.execute(select(func.count()).select_from(table)).scalar_one():
                raise ModelsError("database.not-empty", table=table.name)
        for table in tables:
            _copy_table(live, table, copy)


def _copy_table(live: Connection, table: Table, copy: Connection) -> None:
    ordered = select(table).order_by(*table.primary_key)
    streamed = live.execution_options(yield_per=_AT_ONCE).execute(ordered)
    for rows in streamed.mappings().partitions():
        copy.execute(insert(table), [dict(row) for row in rows])
