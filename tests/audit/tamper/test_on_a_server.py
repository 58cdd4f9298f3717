"""A small part of the tamper matrix on PostgreSQL, done as the role that owns the tables."""

# ruff: noqa: S608  # table and column names are the tests' own
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from app.verify_folder import verify_folder
from models.postgresql import postgresql_engine
from tests.audit.verifier.plain_ledger import COLUMNS
from tests.support.desks import server_desk
from tests.support.shijing import BOOK, Shijing
from tests.support.tamper.alterations import alterations
from tests.support.tamper.copies import HEAD, Copy, Found
from tests.support.tamper.sampling import sampled
from tests.support.tamper.structures import Structures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from app.settings import Settings
    from audit.evaluators import Evaluators
    from tests.support.postgresql import Server
    from tests.support.tamper.copies import Case

pytestmark = pytest.mark.slow

TYPES = {"sequence": int, "schema_version": int, "epoch": int, "payload": bytes}


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, server: Server, empty_on_server: str, evaluators: Evaluators
) -> Settings:
    """A book on a server up to its first phase, its guard and its keys removed by the owner."""
    settings = server.settings(tmp_path_factory.mktemp("server") / "data", server.copy(empty_on_server))
    year = Shijing(server_desk(settings, evaluators))
    year.open()
    year.play(until="targets.file")
    year.desk.engine.dispose()
    return settings


@pytest.fixture
def owner(settings: Settings) -> Iterator[Engine]:
    """The role that owns the tables."""
    assert settings.database_owner_url is not None
    engine = postgresql_engine(settings.database_owner_url.get_secret_value())
    with engine.begin() as connection:
        for table in ("ledger", "head"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for name, table in _constraints(connection):
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE'))
    yield engine
    engine.dispose()


def _constraints(connection: Connection) -> list[tuple[str, str]]:
    found = connection.execute(
        text(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint"
            " WHERE conrelid IN ('ledger'::regclass, 'head'::regclass) AND contype IN ('p', 'u')"
        )
    )
    return [(str(row[0]), str(row[1])) for row in found]


def whole(owner: Engine) -> Copy:
    with owner.connect() as connection:
        rows = connection.execute(text(f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY sequence")).all()
        (head,) = connection.execute(text(f"SELECT {', '.join(HEAD)} FROM head")).all()
    read = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return Copy(tuple({**row, "payload": bytes(row["payload"])} for row in read), dict(zip(HEAD, head, strict=True)))


def put(owner: Engine, copy: Copy) -> None:
    with owner.begin() as connection:
        for table, columns, rows in (("ledger", COLUMNS, copy.rows), ("head", HEAD, [copy.head] if copy.head else [])):
            connection.execute(text(f"DELETE FROM {table}"))
            marks = ", ".join(f":{column}" for column in columns)
            for row in rows:
                connection.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"), row)


def fits(case: Case, copy: Copy) -> bool:
    """Whether a server's table can hold it: its columns have types, and some are never empty."""
    changed = case.tamper(copy)
    return all(
        isinstance(value, TYPES.get(column, str)) or (value is None and row_was[column] is None)
        for row, row_was in zip(changed.rows, [*copy.rows, *changed.rows[len(copy.rows) :]], strict=False)
        for column, value in row.items()
    ) and all(isinstance(value, TYPES.get(column, str)) for column, value in (changed.head or {}).items())


def test_damage_on_a_server_is_named_as_in_a_file(settings: Settings, owner: Engine) -> None:
    copy = whole(owner)
    assert verify_folder(settings).ok
    sizes = sorted(int(path.stem) for path in (settings.data / "heads").glob("*/*.head"))
    last = len(copy.rows)
    structures = Structures(copy, sizes, (1, 2, last - 1, last))
    cases = [case for case in [*sampled(alterations(copy), 60), *structures.cases()] if fits(case, copy)]
    assert len(cases) > 40
    for case in cases:
        put(owner, case.tamper(copy))
        report = verify_folder(settings, chain_only=True)
        first = report.first and Found(report.first.kind, report.first.sequence, report.first.subject)
        assert (case.name, first) == (case.name, case.first)
    put(owner, copy)
    assert [(book.book, book.ok) for book in verify_folder(settings).books] == [(BOOK, True)]
