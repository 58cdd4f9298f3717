"""A deadline that a document puts off reaches the running year: it reminds, warns and judges by the new day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.errors import RequestRefusedError
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.commands import Extend
from models.projections import Alert
from tests.support.running_bureau import Bureau, running_bureau
from tests.support.running_department import RunningDepartment
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.receipts import Awaited, Receipt

pytestmark = pytest.mark.slow


class Extended(RunningDepartment):
    """A department whose targets are awaited until 6 November 2020; the office acts on the department's own day."""

    def extend(self, due: str, request: str = "extend") -> Receipt:
        order = Extend(department=self.name, matter="targets", due=due, document="示财绩〔2020〕3号", reason="a" * 64)
        return self.order(request, order)

    def file(self) -> Receipt:
        return self.hand_in("file", self.bureau.filing())

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
