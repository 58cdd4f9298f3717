"""The guard on PostgreSQL: the program's role cannot change a record, and the owner's mistakes are refused or found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.wiring import open_desk
from models.errors import ModelsError
from models.postgresql import postgresql_engine
from tests.support.desks import server_desk
from tests.support.postgresql import APP, OWNER
from tests.support.shijing import Shijing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from activities.signatures import DepartmentStart
    from app.settings import Settings
    from audit.evaluators import Evaluators
    from tests.support.postgresql import Server

pytestmark = pytest.mark.slow

REFUSED = {
    "an update": "UPDATE ledger SET actor = 'x' WHERE sequence = 2",
    "an update of nothing": "UPDATE ledger SET actor = 'x' WHERE sequence = 0",
    "a delete": "DELETE FROM ledger WHERE sequence = 6",
    "a truncation": "TRUNCATE ledger",
    "an insert that turns into an update": (
        "INSERT INTO ledger SELECT * FROM ledger WHERE sequence = 2 "
        "ON CONFLICT (book, sequence) DO UPDATE SET actor = 'x'"
    ),
    "a merge": (
        "MERGE INTO ledger USING (SELECT 2 AS number) n ON sequence = n.number WHEN MATCHED THEN UPDATE SET actor = 'x'"
    ),
    "a head that goes back": "UPDATE head SET sequence = sequence - 1",
    "a head that stands still with another hash": "UPDATE head SET hash = 'x'",
    "a head of an older epoch": "UPDATE head SET sequence = sequence + 1, epoch = 0",
    "a head that changes its book": "UPDATE head SET sequence = sequence + 1, book = 'x'",
    "a head that is deleted": "DELETE FROM head",
    "heads that are cut off": "TRUNCATE head",
}
FOR_THE_OWNER_ONLY = {
    "a trigger switched off": "ALTER TABLE ledger DISABLE TRIGGER ledger_no_update",
    "a trigger dropped": "DROP TRIGGER ledger_no_update ON ledger",
    "the table dropped": "DROP TABLE ledger",
    "the guard's function replaced": (
        "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    ),
    "a replica's session": "SET session_replication_role = replica",
    "a revision of the tables": "UPDATE alembic_version SET version_num = 'x'",
}
WEAKENED = {
    "dropped": ("DROP TRIGGER ledger_no_delete ON ledger", "ledger_no_delete"),
    "switched off": ("ALTER TABLE ledger DISABLE TRIGGER ledger_no_update", "ledger_no_update"),
    "for some sessions only": ("ALTER TABLE head ENABLE TRIGGER head_no_delete", "head_no_delete"),
    "emptied": (
        "CREATE OR REPLACE FUNCTION guard_forward() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "head_only_forward",
    ),
    "with a condition": (
        """CREATE OR REPLACE TRIGGER head_only_forward BEFORE UPDATE ON head FOR EACH ROW WHEN (false)
        EXECUTE FUNCTION guard_forward()""",
        "head_only_forward",
    ),
    "on one column only": (
        """CREATE OR REPLACE TRIGGER ledger_no_update BEFORE UPDATE OF actor ON ledger FOR EACH STATEMENT
        EXECUTE FUNCTION guard_refuse()""",
        "ledger_no_update",
    ),
    "gone around by a rule": ("CREATE RULE quiet AS ON UPDATE TO ledger DO INSTEAD NOTHING", "quiet"),
}


@pytest.fixture
def places(tmp_path: Path, server: Server, empty_on_server: str) -> Settings:
    """Settings of a new database that stands in its newest form."""
    return server.settings(tmp_path / "places", server.copy(empty_on_server))


@pytest.fixture(scope="module")
def opened(
    server: Server, opened_on_server: tuple[str, Path, DepartmentStart], evaluators: Evaluators
) -> Iterator[Shijing]:
    """A book that nothing in this module may change."""
    template, data, start = opened_on_server
    year = Shijing(server_desk(server.settings_of_copy(data, template), evaluators), start)
    yield year
    year.desk.engine.dispose()


def as_owner(settings: Settings, statement: str) -> None:
    assert settings.database_owner_url is not None
    engine = postgresql_engine(settings.database_owner_url.get_secret_value())
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


@pytest.mark.parametrize("statement", [*REFUSED.values(), *FOR_THE_OWNER_ONLY.values()])
def test_the_programs_role_may_only_add(opened: Shijing, statement: str) -> None:
    with pytest.raises(DBAPIError) as refused, opened.desk.engine.begin() as connection:
        connection.execute(text(statement))
    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege | psycopg.errors.IntegrityError)
    assert opened.replayed().mismatches == ()


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_triggers_refuse_the_owner_too(places: Settings, statement: str) -> None:
    as_owner(
        places,
        "INSERT INTO head (book, sequence, hash, epoch, recorded_at, peaks) VALUES ('b/2021/real', 3, 'h', 1, '', '')",
    )
    with pytest.raises(DBAPIError) as refused:
        as_owner(places, statement)
    assert isinstance(refused.value.orig, psycopg.errors.IntegrityError)


@pytest.mark.parametrize(("statement", "named"), WEAKENED.values(), ids=WEAKENED.keys())
def test_a_weakened_guard_is_found_at_the_next_start(places: Settings, statement: str, named: str) -> None:
    as_owner(places, statement)
    with pytest.raises(ModelsError) as refused:
        open_desk(places)
    assert (refused.value.code, refused.value.params) == ("guard.missing", {"triggers": named})


def test_another_trigger_on_the_server_is_found_at_the_next_start(places: Settings) -> None:
    as_owner(places, "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    as_owner(places, "CREATE TRIGGER sneaky BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION swallow()")
    with pytest.raises(ModelsError) as refused:
        open_desk(places)
    assert (refused.value.code, refused.value.params) == ("guard.strange", {"triggers": "sneaky"})


def test_a_role_that_could_change_records_is_refused(places: Settings) -> None:
    as_owner(places, f"GRANT UPDATE ON ledger TO {APP}")
    with pytest.raises(ModelsError) as refused:
        open_desk(places.model_copy(update={"database_owner_url": None}))
    assert (refused.value.code, refused.value.params) == ("guard.role-too-strong", {"role": APP})


def test_the_owner_is_no_role_to_run_as(places: Settings) -> None:
    with pytest.raises(ModelsError) as refused:
        open_desk(places.model_copy(update={"database_url": places.database_owner_url, "database_owner_url": None}))
    assert (refused.value.code, refused.value.params) == ("guard.role-too-strong", {"role": OWNER})


def test_a_database_that_is_not_in_its_newest_form_needs_its_owner(tmp_path: Path, server: Server) -> None:
    settings = server.settings(tmp_path / "new", server.database())
    with pytest.raises(ModelsError) as refused:
        open_desk(settings.model_copy(update={"database_owner_url": None}))
    assert refused.value.code == "database.not-migrated"


def test_a_database_in_another_encoding_is_refused(tmp_path: Path, server: Server) -> None:
    settings = server.settings(tmp_path / "other", server.database(encoding="SQL_ASCII"))
    with pytest.raises(ModelsError) as refused:
        open_desk(settings)
    assert (refused.value.code, refused.value.params) == (
        "database.order",
        {"encoding": "SQL_ASCII", "collation": "C"},
    )


@pytest.mark.parametrize("address", ["mysql://a@b/c", "postgresql://", "not an address", "sqlite:///x.db"])
def test_an_address_that_is_none_is_not_repeated(address: str) -> None:
    with pytest.raises(ModelsError) as refused:
        postgresql_engine(address)
    assert (refused.value.code, refused.value.params) == ("database.bad-address", {})
