from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlmodel import SQLModel

from models.alike_dialect import COMPILED, AlikeSqliteDialect
from models.database import sqlite_engine
from models.memory import memory_engine
from models.projected import projection_tables
from models.side_stores import Person
from models.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from activities.desk import Desk

PEOPLE = select(table_of(Person).c.login).where(table_of(Person).c.actor == bindparam("actor"))


def logins(engine: Engine, actor: str) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(PEOPLE, {"actor": actor}).scalars())


def test_what_was_compiled_for_one_database_serves_another(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.execute(table_of(Person).insert().values(actor="p-1", login="a", name="A"))
    assert logins(desk.engine, "p-1") == ["a"]
    known = len(COMPILED)
    other = memory_engine([table_of(Person)])
    assert logins(other, "p-1") == []
    assert logins(sqlite_engine(Path(desk.engine.url.database or "")), "p-1") == ["a"]
    assert len(COMPILED) == known
    other.dispose()


def test_a_dialect_equals_none_but_its_own_kind() -> None:
    assert AlikeSqliteDialect() == AlikeSqliteDialect()
    assert AlikeSqliteDialect() != SQLiteDialect_pysqlite()
    assert len({AlikeSqliteDialect(), AlikeSqliteDialect(), SQLiteDialect_pysqlite()}) == 2


def test_tables_in_memory_are_those_that_the_models_declare() -> None:
    made, wanted = memory_engine(projection_tables()), memory_engine([])
    SQLModel.metadata.create_all(wanted, tables=projection_tables())
    assert laid_out(made) == laid_out(wanted) != {}
    made.dispose()
    wanted.dispose()


def laid_out(engine: Engine) -> dict[str, object]:
    """Every table with its columns, key and indexes."""
    found = inspect(engine)
    return {
        name: (str(found.get_columns(name)), found.get_pk_constraint(name), found.get_indexes(name))
        for name in found.get_table_names()
    }
