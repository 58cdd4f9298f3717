"""A deadline that a document puts off reaches the running year: it reminds, warns and judges by the new day."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.counter import Counter
from app.errors import RequestRefusedError
from app.rehearsal.clock import VirtualClock
from audit.replay import replay
from audit.verifier.verify_books import verify
from deadlines.local_time import at_local
from models.commands import Extend
from models.projections import Alert, Book
from tests.support.running_bureau import Bureau, running_bureau
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from models.receipts import Awaited, Receipt

pytestmark = pytest.mark.slow


class Extended:
    """A department whose targets are awaited until 6 November 2020; the office acts on the department's own day."""

    def __init__(self, bureau: Bureau, name: str) -> None:
        self.bureau = bureau
        self.name = name
        self.year = bureau.take_in(name)
        with bureau.desk.reading() as session:
            self.clock = VirtualClock(bureau.client, bureau.book, session.get_one(Book, bureau.book).shift_seconds)
        self.counter = Counter(bureau.client, bureau.desk, self._now)

    async def _now(self, _book: str, _department: str) -> datetime:
        return await self.clock.now(self.name)

    def at(self, day: str, clock: str = "10:00") -> None:
        """Bring the department's year to a day."""
        moment = at_local(date.fromisoformat(day), time.fromisoformat(clock)) + timedelta(minutes=1)
        self.bureau.run(self.clock.advance(self.name, moment))

    def extend(self, due: str, request: str = "extend") -> Receipt:
        order = Extend(department=self.name, matter="targets", due=due, document="示财绩〔2020〕3号", reason="a" * 64)
        office = self.bureau.stage.officer("performance-office")
        return self.bureau.run(self.counter.order(self.bureau.book, f"{self.name}/{request}", office, order))

    def file(self) -> Receipt:
        return self.bureau.run(self.counter.act(self.bureau.book, self.name, f"{self.name}/file", self.bureau.filing()))

    def awaited(self) -> Awaited:
        (turn,) = self.bureau.run(self.year.query(DepartmentYear.standing))
        assert turn.awaited is not None
        return turn.awaited

    def alerts(self) -> list[tuple[str, int, str]]:
        with self.bureau.desk.reading() as session:
            query = select(Alert).where(col(Alert.department) == self.name).order_by(col(Alert.sequence))
            return [(one.kind, one.days, one.due) for one in session.exec(query)]


@pytest.fixture(scope="module")
def skipping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with running_bureau(tmp_path_factory.mktemp("extended") / "data", skipping=True) as bureau:
        yield bureau


@pytest.fixture
def year(skipping: Bureau, request: pytest.FixtureRequest) -> Extended:
    """A department of its own for every test."""
    return Extended(skipping, request.node.name.removeprefix("test_").replace("_", "-")[:60])


def test_an_extension_in_time_is_taken_up_by_the_running_year(year: Extended) -> None:
    year.at("2020-11-02")
    receipt = year.extend("2020-11-13")
    assert year.awaited().due == "2020-11-13"
    year.at("2020-11-13")
    assert year.alerts() == [
        ("reminder", 7, "2020-11-06"),
        ("extended", 0, "2020-11-13"),
        ("reminder", 7, "2020-11-13"),
        ("reminder", 3, "2020-11-13"),
        ("reminder", 1, "2020-11-13"),
    ]
    assert year.extend("2020-11-13") == receipt
    assert year.file().days_late == 0


def test_an_extension_of_what_is_overdue_ends_the_alerts_about_the_old_day_and_the_lateness(year: Extended) -> None:
    year.at("2020-11-08")
    year.extend("2020-11-10")
    year.at("2020-11-11")
    assert year.alerts()[-5:] == [
        ("reminder", 1, "2020-11-06"),
        ("overdue", 0, "2020-11-06"),
        ("extended", 0, "2020-11-10"),
        ("reminder", 1, "2020-11-10"),
        ("overdue", 0, "2020-11-10"),
    ]
    assert year.file().days_late == 1


def test_after_the_filing_an_old_extension_that_is_sent_again_changes_nothing(year: Extended) -> None:
    year.at("2020-11-02")
    first = year.extend("2020-11-13")
    year.file()
    before = year.awaited()
    assert before.act == "targets.approve"
    assert year.extend("2020-11-13") == first
    assert year.awaited() == before


def test_a_day_that_is_not_later_is_refused_and_the_year_waits_as_before(year: Extended) -> None:
    before = year.awaited()
    with pytest.raises(RequestRefusedError) as told:
        year.extend("2020-11-06")
    assert (told.value.code, told.value.params) == (
        "deadline.not-later",
        {"due": "2020-11-06", "given": "2020-11-06"},
    )
    assert year.awaited() == before


def test_the_book_of_the_extensions_replays_and_verifies(year: Extended) -> None:
    year.extend("2020-11-13")
    assert replay(year.bureau.desk.engine, year.bureau.book).mismatches == ()
    assert verify(year.bureau.settings.data, (year.bureau.book,)).ok
