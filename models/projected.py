"""Projections are made by their definition, in the form that the records are written into them now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, text
from sqlmodel import Field, SQLModel

from models.projections import PROJECTIONS
from models.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import Table


class Projected(SQLModel, table=True):
    """A projection that stands in the database, and the form in which its rows were written."""

    __tablename__ = "projected"

    name: str = Field(primary_key=True)
    form: str = Field(max_length=64)


@dataclass(frozen=True, slots=True)
class Projecting:
    """How records become rows: `form` names tables and code, `fill` writes the rows of every book of the ledger."""

    form: str
    fill: Callable[[Connection], None]


def projection_tables() -> list[Table]:
    """The tables that the ledger alone determines."""
    return [table_of(table) for table in PROJECTIONS]


def stand_in(connection: Connection, form: str) -> bool:
    """Whether every projection, and no other one, stands in this form."""
    rows = connection.execute(text("SELECT name, form FROM projected"))
    return {row.name: row.form for row in rows} == {table.name: form for table in projection_tables()}


def rebuild(connection: Connection, projecting: Projecting) -> None:
    """Drop every projection of whatever form, make those of today, and fill them from the ledger."""
    on_server = connection.dialect.name == "postgresql"
    if on_server:
        # Whoever is in the middle of a record comes before the tables are dropped, or after they are filled.
        connection.execute(text("LOCK TABLE ledger, head IN SHARE MODE"))
    quoted = connection.dialect.identifier_preparer.quote
    tables = projection_tables()
    former = connection.execute(text("SELECT name FROM projected")).scalars()
    for name in sorted({*former, *(table.name for table in tables)}):
        connection.execute(text(f"DROP TABLE IF EXISTS {quoted(name)}"))
    SQLModel.metadata.create_all(connection, tables=tables, checkfirst=False)
    connection.execute(delete(Projected))
    connection.execute(insert(Projected), [{"name": table.name, "form": projecting.form} for table in tables])
    projecting.fill(connection)
