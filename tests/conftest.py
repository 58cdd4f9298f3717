from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from app.wiring import open_desk
from audit.evaluators import Evaluators
from audit.verifier import ed25519
from models.ledger import Head
from models.values import instant
from tests.support.clock import STARTS, StepClock
from tests.support.desks import copied, desk_at, new_data, server_desk
from tests.support.lanes import begin_with_the_longest, mark_thorough
from tests.support.postgresql import Server, running_server
from tests.support.real_year import REAL, open_real_year
from tests.support.shijing import BOOK, Shijing
from tests.support.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from activities.desk import Desk
    from activities.signatures import DepartmentStart

# So many new objects between two looks; a test makes tens of thousands that go by themselves.
_GARBAGE = 20_000


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before the lane is chosen."""
    mark_thorough(items)
    begin_with_the_longest(items)


def pytest_collection_finish() -> None:
    """Thousands of collected tests live as long as the process: nobody needs to look through them for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


@pytest.fixture(scope="session", autouse=True)
def known_signatures() -> Iterator[None]:
    """Curve arithmetic is slow, and whether a signature is good does not change between two looks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ed25519, "is_valid", cache(ed25519.is_valid))
        yield


@pytest.fixture(scope="session")
def evaluators() -> Evaluators:
    """Building a rubric's network takes longer than a test."""
    return Evaluators()


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a migrated database and no book; tests copy it."""
    return new_data(tmp_path_factory.mktemp("empty") / "data")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, empty_data: Path, evaluators: Evaluators) -> Templates:
    """Years that were played up to some act; tests copy them."""
    return Templates(tmp_path_factory.mktemp("templates"), empty_data, evaluators)


@pytest.fixture(scope="session")
def opened_data(templates: Templates) -> tuple[Path, DepartmentStart]:
    """A data folder whose book is open, with people, rubric and department; tests copy it."""
    found = templates.at(Shijing, "")
    return found.data, found.start


@pytest.fixture(scope="session")
def played_data(
    tmp_path_factory: pytest.TempPathFactory, opened_data: tuple[Path, DepartmentStart], evaluators: Evaluators
) -> tuple[Path, DepartmentStart]:
    """A data folder with Shijing's whole year; tests copy it."""
    data, start = opened_data
    data = copied(data, tmp_path_factory.mktemp("played") / "data")
    clock = StepClock()
    year = Shijing(desk_at(data, evaluators, clock), start)
    with year.desk.reading() as session:
        # The clock goes on from where it stood when the template was left.
        clock.now = instant(session.get_one(Head, BOOK).recorded_at)
    year.play()
    year.desk.engine.dispose()
    return data, start


@pytest.fixture
def clock() -> StepClock:
    """The machine clock of `desk`, a day after the templates were made."""
    return StepClock(STARTS + timedelta(days=1))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of `desk`, `shijing` and `played`."""
    return tmp_path / "data"


@pytest.fixture
def desk(data: Path, empty_data: Path, evaluators: Evaluators, clock: StepClock) -> Iterator[Desk]:
    """A desk without any book."""
    desk = desk_at(copied(empty_data, data), evaluators, clock)
    yield desk
    desk.engine.dispose()


@pytest.fixture
def shijing(
    data: Path,
    opened_data: tuple[Path, DepartmentStart],
    evaluators: Evaluators,
    clock: StepClock,
    templates: Templates,
) -> Iterator[Shijing]:
    """Shijing's year before its first phase: the book is open, the department enrolled."""
    template, start = opened_data
    year = Shijing(desk_at(copied(template, data), evaluators, clock), start)
    year.templates = templates
    yield year
    year.desk.engine.dispose()


@pytest.fixture
def played(
    data: Path, played_data: tuple[Path, DepartmentStart], evaluators: Evaluators, clock: StepClock
) -> Iterator[Shijing]:
    """Shijing's whole year, concluded."""
    template, start = played_data
    year = Shijing(desk_at(copied(template, data), evaluators, clock), start)
    yield year
    year.desk.engine.dispose()


@pytest.fixture(scope="session")
def real_data(tmp_path_factory: pytest.TempPathFactory, empty_data: Path, evaluators: Evaluators) -> Path:
    """A data folder with Shijing's whole year in a real book; tests copy it."""
    data = copied(empty_data, tmp_path_factory.mktemp("real") / "data")
    year = open_real_year(desk_at(data, evaluators))
    year.play()
    year.desk.engine.dispose()
    return data


@pytest.fixture
def real(data: Path, real_data: Path, evaluators: Evaluators) -> Iterator[Shijing]:
    """Shijing's whole year in a real book, concluded."""
    year = Shijing(desk_at(copied(real_data, data), evaluators, StepClock(datetime.now(UTC))), book=REAL)
    yield year
    year.desk.engine.dispose()


@pytest.fixture
def shijing_again(tmp_path: Path, empty_data: Path, evaluators: Evaluators) -> Iterator[Shijing]:
    """Another data folder of its own, with no book yet."""
    year = Shijing(desk_at(copied(empty_data, tmp_path / "again"), evaluators))
    yield year
    year.desk.engine.dispose()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running_server() as running:
        yield running


@pytest.fixture(scope="session")
def empty_on_server(tmp_path_factory: pytest.TempPathFactory, server: Server) -> str:
    """A database of the server in its newest form, with no book; tests copy it."""
    name = server.database()
    open_desk(server.settings(tmp_path_factory.mktemp("newest"), name)).engine.dispose()
    return name


@pytest.fixture(scope="session")
def opened_on_server(
    tmp_path_factory: pytest.TempPathFactory, server: Server, empty_on_server: str, evaluators: Evaluators
) -> tuple[str, Path, DepartmentStart]:
    """A database whose book is open, and its data folder; tests copy both."""
    name, data = server.copy(empty_on_server), tmp_path_factory.mktemp("opened") / "server"
    year = Shijing(server_desk(server.settings(data, name), evaluators))
    year.open()
    year.desk.engine.dispose()
    assert year.start is not None
    return name, data, year.start


@pytest.fixture
def on_server(tmp_path: Path, server: Server, empty_on_server: str, evaluators: Evaluators) -> Iterator[Shijing]:
    """Shijing's year on PostgreSQL, with no book yet; the program's role may not change records."""
    year = Shijing(server_desk(server.settings_of_copy(tmp_path / "server", empty_on_server), evaluators))
    yield year
    year.desk.engine.dispose()


@pytest.fixture
def shijing_on_server(
    tmp_path: Path,
    server: Server,
    opened_on_server: tuple[str, Path, DepartmentStart],
    evaluators: Evaluators,
    clock: StepClock,
) -> Iterator[Shijing]:
    """Shijing's year on PostgreSQL before its first phase: the book is open, the department enrolled."""
    template, data, start = opened_on_server
    settings = server.settings_of_copy(copied(data, tmp_path / "server"), template)
    year = Shijing(server_desk(settings, evaluators, clock), start)
    yield year
    year.desk.engine.dispose()
