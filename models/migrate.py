"""Bring a database to the newest form, and check that its guard stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.database import reading
from models.errors import ModelsError
from models.guard import check_guard

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(engine: Engine) -> None:
    """Run every migration that is missing, in one transaction; safe to call at every start.

    A database that is in the newest form is only read, so that nobody waits for a writer to open it. Raises
    ModelsError `database.newer` for one that a later program made, `guard.missing` when it has lost its triggers.
    """
    with reading(engine).connect() as connection:
        if not _is_missing_migrations(connection):
            check_guard(connection)
            return
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        check_guard(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _is_missing_migrations(connection: Connection) -> bool:
    scripts = ScriptDirectory.from_config(_config())
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
        raise ModelsError("database.newer", present=present, newest=scripts.get_current_head() or "-")
    return present != scripts.get_current_head()
