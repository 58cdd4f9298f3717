from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from audit.rebuild import bring_up
from models import migrate
from models.errors import ModelsError
from models.guard import SQLITE_TRIGGERS, check_guard
from tests.support.tampered import dump

if TYPE_CHECKING:
    from alembic.config import Config

    from activities.desk import Desk
    from tests.support.shijing import Shijing

_REST = (
    "happened_at, recorded_at, received_at, actor, role, kind, schema_version, subject_department, subject_row, "
    "subject_evidence"
)
_SECOND = "hash FROM ledger WHERE sequence = 2"
_OTHER = f"epoch, payload, 'other', {_SECOND}"
REFUSED = {
    "an update": "UPDATE ledger SET actor = 'x' WHERE sequence = 2",
    "an update that takes another record's place": "UPDATE OR REPLACE ledger SET sequence = 3 WHERE sequence = 2",
    "an update of the hidden row number": "UPDATE ledger SET rowid = rowid + 100",
    "a delete": "DELETE FROM ledger WHERE sequence = 6",
    "a delete of everything": "DELETE FROM ledger",
    "an insert over the same number": f"INSERT OR REPLACE INTO ledger SELECT book, 3, {_REST}, 'other', {_OTHER}",
    "an insert over the same key": f"INSERT OR REPLACE INTO ledger SELECT book, 99, {_REST}, key, {_OTHER}",
    "an insert over the same predecessor": (
        f"INSERT OR REPLACE INTO ledger SELECT book, 99, {_REST}, 'other', epoch, payload, previous, {_SECOND}"
    ),
    "an insert over the same hidden row number": (
        "INSERT OR REPLACE INTO ledger (rowid, book, sequence, happened_at, recorded_at, actor, role, kind, "
        "schema_version, key, epoch, payload, previous, hash) VALUES (2, 'other', 1, '', '', '', '', '', 1, '', 1, "
        "x'00', '', '')"
    ),
    "an insert that turns into an update": (
        "INSERT INTO ledger SELECT * FROM ledger WHERE sequence = 2 ON CONFLICT DO UPDATE SET actor = 'x'"
    ),
    "a head that goes back": "UPDATE head SET sequence = sequence - 1",
    "a head that stands still with another hash": "UPDATE head SET hash = 'x'",
    "a head of an older epoch": "UPDATE head SET sequence = sequence + 1, epoch = 0",
    "a head that changes its book": "UPDATE head SET sequence = sequence + 1, book = 'x'",
    "a head that is deleted": "DELETE FROM head",
    "a head that is replaced": "INSERT OR REPLACE INTO head SELECT book, 1, hash, epoch, recorded_at, peaks FROM head",
    "a head that is replaced by its hidden row number": (
        "INSERT OR REPLACE INTO head (rowid, book, sequence, hash, epoch, recorded_at, peaks) "
        "VALUES (1, 'other', 1, '', 1, '', '')"
    ),
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_any_program(shijing: Shijing, data: Path, statement: str) -> None:
    shijing.desk.engine.dispose()
    before = dump(data / "jixiao.db", "ledger"), dump(data / "jixiao.db", "head")
    # A plain connection has recursive triggers off, as the shell of SQLite has.
    connection = sqlite3.connect(data / "jixiao.db")
    with pytest.raises(sqlite3.IntegrityError, match="refused"), connection:
        connection.execute(statement)
    connection.close()
    assert (dump(data / "jixiao.db", "ledger"), dump(data / "jixiao.db", "head")) == before


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_the_product_itself(shijing: Shijing, statement: str) -> None:
    with pytest.raises(IntegrityError, match="refused"), shijing.desk.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_head_still_goes_forward(shijing: Shijing) -> None:
    with shijing.desk.engine.begin() as connection:
        moved = connection.execute(text("UPDATE head SET sequence = sequence + 1, hash = 'x'"))
        assert moved.rowcount == 1


@pytest.mark.parametrize("trigger", SQLITE_TRIGGERS)
def test_a_trigger_that_is_gone_is_missed_at_the_next_start(desk: Desk, trigger: str) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    with pytest.raises(ModelsError) as refused:
        bring_up(desk.engine)
    assert (refused.value.code, refused.value.params) == ("guard.missing", {"triggers": trigger})


def test_a_trigger_that_does_nothing_is_no_trigger(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_no_update"))
        connection.execute(
            text("CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END")
        )
    with pytest.raises(ModelsError, match=r"guard\.missing"):
        bring_up(desk.engine)


@pytest.mark.parametrize("table", ["ledger", "head", "LEDGER"])
def test_another_trigger_that_could_swallow_a_record_is_found_at_the_next_start(desk: Desk, table: str) -> None:
    with desk.engine.begin() as connection:
        swallow = "BEGIN SELECT RAISE(IGNORE); END"
        connection.execute(text(f"CREATE TRIGGER sneaky BEFORE INSERT ON {table} WHEN NEW.book = 'x' {swallow}"))
        connection.execute(text("CREATE TRIGGER elsewhere AFTER INSERT ON person BEGIN SELECT 1; END"))
    with pytest.raises(ModelsError) as refused:
        bring_up(desk.engine)
    assert (refused.value.code, refused.value.params) == ("guard.strange", {"triggers": "sneaky"})


def _rebuild_ledger(config: Config, _revision: str) -> None:
    """What a careless migration does: SQLite can change a column only by making the table anew, without triggers."""
    operations = Operations(MigrationContext.configure(config.attributes["connection"]))
    with operations.batch_alter_table("ledger", recreate="always") as batch:
        batch.alter_column("actor", nullable=True)


def test_a_migration_that_loses_the_triggers_is_found_and_taken_back(
    shijing: Shijing, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alembic.command.upgrade", _rebuild_ledger)
    monkeypatch.setattr("models.migrate._is_missing_migrations", lambda _: True)
    before = dump(data / "jixiao.db", "sqlite_master")
    with pytest.raises(ModelsError) as refused:
        bring_up(shijing.desk.engine)
    assert refused.value.params == {"triggers": "ledger_no_update, ledger_no_delete, ledger_no_replace"}
    assert sorted(map(str, dump(data / "jixiao.db", "sqlite_master"))) == sorted(map(str, before))
    monkeypatch.undo()
    bring_up(shijing.desk.engine)


def test_an_append_looks_a_place_up_and_reads_no_book(desk: Desk) -> None:
    lookups = re.findall(r"\((SELECT 1 FROM ledger [^)]*)\)", SQLITE_TRIGGERS["ledger_no_replace"])
    with desk.engine.connect() as connection:
        plans = [
            str(
                connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {re.sub('NEW.[a-z]+', '?', one)}", (1,) * one.count("NEW")
                ).all()
            )
            for one in lookups
        ]
    assert len(plans) == 4
    assert all("book=? AND" in plan or "rowid=?" in plan for plan in plans)


def made_since(revision: str) -> list[str]:
    """The tables that later migrations make."""
    folder = Path(migrate.__file__).with_name("migrations") / "versions"
    later = (path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.stem > revision + "~")
    return [name for script in later for name in re.findall(r'create_table\(\s*"(\w+)"', script)]


def test_the_trigger_of_an_earlier_release_gives_way_to_todays(shijing: Shijing) -> None:
    with shijing.desk.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_no_replace"))
        connection.execute(text("CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger BEGIN SELECT 1; END"))
        for name in made_since("0003"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    bring_up(shijing.desk.engine)
    with shijing.desk.engine.connect() as connection:
        check_guard(connection)
