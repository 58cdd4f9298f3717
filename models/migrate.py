"""Bring a database to the newest form, and check that its guard stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from models.database import reading
from models.errors import ModelsError
from models.guard import check_guard
from models.guard_postgresql import check_role, grant
from models.migrations_here import MIGRATIONS, revisions
from models.postgresql import check_order
from models.projected import rebuild, stand_in

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from models.projected import Projecting

# Any number will do, as long as every migration of this program takes the same.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(20210101)")


def migrate(engine: Engine, projecting: Projecting, role: str | None = None) -> None:
    """Run every migration that is missing and rebuild projections of another form, in one transaction.

    A database that is in the newest form is only read, so that nobody waits for a writer to open it. On PostgreSQL the
    tables belong to the caller's role, and `role` is given what the program needs of them. Raises ModelsError
    `database.newer` for one that a later program made, `guard.missing` when it has lost its triggers.
    """
    with reading(engine).connect() as connection:
        if role is None and _is_newest(connection, projecting.form):
            check_guard(connection)
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            check_order(connection)
            connection.execute(_ONE_AT_A_TIME)
        _upgrade(connection)
        check_guard(connection)
        if not stand_in(connection, projecting.form):
            rebuild(connection, projecting)
        if role is not None:
            grant(connection, role)


def check_database(engine: Engine, form: str) -> None:
    """Check what a program finds that changes no tables: the newest form, projections of `form`, and the guard.

    On PostgreSQL also that its role cannot change records. Raises ModelsError `database.newer`,
    `database.not-migrated`, `database.projections-old`, `guard.missing`, `guard.role-too-strong`.
    """
    with reading(engine).connect() as connection:
        _require_newest(connection)
        if not stand_in(connection, form):
            raise ModelsError("database.projections-old")
        check_guard(connection)
        if connection.dialect.name == "postgresql":
            check_role(connection)


def _is_newest(connection: Connection, form: str) -> bool:
    return not _is_missing_migrations(connection) and stand_in(connection, form)


def _require_newest(connection: Connection) -> None:
    if _is_missing_migrations(connection):
        raise ModelsError("database.not-migrated", present=_present(connection) or "-", newest=revisions()[-1])


def _upgrade(connection: Connection) -> None:
    from alembic import command, config  # noqa: PLC0415  # loading it takes long, and hardly any start has to migrate

    settings = config.Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _is_missing_migrations(connection: Connection) -> bool:
    present = _present(connection)
    if present is not None and present not in revisions():
        raise ModelsError("database.newer", present=present, newest=revisions()[-1])
    return present != revisions()[-1]


def _present(connection: Connection) -> str | None:
    """The revision that the database stands at; None for one that has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
