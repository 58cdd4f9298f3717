from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import SQLModel

from audit.rebuild import bring_up
from models.migrations_here import MIGRATIONS, revisions
from tests.support.tampered import dump

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from tests.support.shijing import Shijing


def _differences(desk: Desk) -> list[str]:
    with desk.engine.begin() as connection:
        found = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    return [str(difference) for difference in found]


def test_the_migrations_make_the_tables_that_the_models_declare(desk: Desk) -> None:
    assert _differences(desk) == []


@pytest.mark.parametrize(
    "change",
    ["DROP INDEX ix_ledger_kind", "ALTER TABLE score DROP COLUMN grade", "ALTER TABLE score ADD COLUMN more TEXT"],
)
def test_a_table_that_differs_from_its_model_is_noticed(desk: Desk, change: str) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text(change))
    assert len(_differences(desk)) == 1


def test_the_revisions_told_by_their_files_are_those_that_are_run() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert [script.revision for script in scripts.walk_revisions()] == [*reversed(revisions())]
    assert scripts.get_current_head() == revisions()[-1]


def test_a_second_start_changes_nothing(shijing: Shijing, data: Path) -> None:
    before = [dump(data / "jixiao.db", table) for table in ("ledger", "sqlite_master", "alembic_version")]
    bring_up(shijing.desk.engine)
    assert [dump(data / "jixiao.db", table) for table in ("ledger", "sqlite_master", "alembic_version")] == before
