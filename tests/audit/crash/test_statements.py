"""On a server: the program killed between any two statements, the same request sent again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import inspect, text

from app.verify_folder import verify_folder
from models.postgresql import postgresql_engine
from tests.support.crash.blows import Anvil, fresh
from tests.support.crash.operations import OPERATIONS
from tests.support.crash.remains import files_beside
from tests.support.desks import server_desk
from tests.support.seeds import chosen
from tests.support.shijing import Shijing

if TYPE_CHECKING:
    from pathlib import Path

    from app.settings import Settings
    from audit.evaluators import Evaluators
    from tests.support.postgresql import Server

pytestmark = pytest.mark.slow

STRUCK = ("rescore", pytest.param("append", marks=pytest.mark.soak), pytest.param("phase-end", marks=pytest.mark.soak))


class Whole(NamedTuple):
    """A database right before an operation, how many statements that takes, and what remains of it."""

    database: str
    data: Path
    points: int
    remains: dict[str, object]


def addresses(settings: Settings) -> tuple[str, str]:
    assert settings.database_url is not None
    assert settings.database_owner_url is not None
    return settings.database_url.get_secret_value(), settings.database_owner_url.get_secret_value()


def remains(settings: Settings) -> dict[str, object]:
    """Every row of every table, and every file."""
    engine = postgresql_engine(addresses(settings)[1])
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        tables = {name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in names}  # noqa: S608  # the database's own names
    engine.dispose()
    return {**tables, **files_beside(settings.data)}


def play_before(operation: str, settings: Settings, evaluators: Evaluators) -> None:
    """Play a year on an empty database up to the operation."""
    year = Shijing(server_desk(settings, evaluators))
    year.open()
    year.play(until=OPERATIONS[operation].until)
    year.desk.engine.dispose()


@pytest.fixture(scope="module", params=STRUCK)
def struck(request: pytest.FixtureRequest) -> str:
    """The operation that is struck."""
    return str(request.param)


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory,
    server: Server,
    empty_on_server: str,
    evaluators: Evaluators,
    anvil: Anvil,
    struck: str,
) -> Whole:
    """The operation done with nothing in its way."""
    room = tmp_path_factory.mktemp(struck)
    database = server.copy(empty_on_server)
    play_before(struck, server.settings(room / "template", database), evaluators)
    settings = server.settings(fresh(room / "template", room / "done"), server.copy(database))
    answer = anvil.do_on_server(struck, settings.data, addresses(settings))
    assert answer.end == "done"
    return Whole(database, room / "template", len(answer.points), remains(settings))


def require_same(anvil: Anvil, struck: str, server: Server, whole: Whole, data: Path, at: int) -> None:
    settings = server.settings(fresh(whole.data, data), server.copy(whole.database))
    assert anvil.do_on_server(struck, data, addresses(settings), at).end == "killed"
    assert verify_folder(settings).ok, at
    assert anvil.do_on_server(struck, data, addresses(settings)).end == "done"
    assert verify_folder(settings).ok, at
    assert remains(settings) == whole.remains, at


def test_a_program_killed_between_statements_does_it_once_when_asked_again(
    anvil: Anvil, struck: str, server: Server, whole: Whole, tmp_path: Path
) -> None:
    for at in (whole.points // 2, whole.points):
        require_same(anvil, struck, server, whole, tmp_path / "data", at)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_program_killed_before_any_statement_does_it_once_when_asked_again(
    anvil: Anvil, struck: str, server: Server, whole: Whole, tmp_path: Path
) -> None:
    points = chosen(whole.points)
    for at in points:
        require_same(anvil, struck, server, whole, tmp_path / "data", at)
    sys.stdout.write(f"{struck} on a server: killed before {len(points)} of {whole.points} statements\n")
