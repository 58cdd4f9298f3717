"""A year that is announced after its book was opened, on the real engine: running years hear of it by signal."""

from __future__ import annotations

import time as clock
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

import app.counter
import app.stage
from app.counter import Counter, OutcomeUnknownError
from app.rehearsal.clock import VirtualClock
from audit.replay import replay
from audit.verifier.verify_books import verify
from deadlines.local_time import at_local
from deadlines.official import official_calendar
from models.date_orders import RecordOutage
from models.projections import Alert, Book, Task
from tests.support.locked import locked
from tests.support.running_bureau import Bureau, running_bureau
from tests.support.unannounced import announced
from workflows.department_year import DepartmentYear
from workflows.inputs import PhaseRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from models.commands import Order
    from models.receipts import Receipt, Turn

pytestmark = pytest.mark.slow

FILED, WAITING = "filed-before", "waiting"
# The bureau's answer to targets filed on 20 October is awaited for ten working days: until 3 November 2020.
OFF = ("2020-10-26", "2020-10-27")
PATIENCE_SECONDS = 60


class Running:
    """A bureau whose book knew the year 2019 alone when it was opened, and its departments on clocks of their own."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        with bureau.desk.reading() as session:
            shift = session.get_one(Book, bureau.book).shift_seconds
        self.clock = VirtualClock(bureau.client, bureau.book, shift)
        self.counter = Counter(bureau.client, bureau.desk, self._now)
        self.asked = ""

    async def _now(self, _book: str, department: str) -> datetime:
        return await self.clock.now(department or self.asked)

    def order(self, request: str, order: Order, department: str) -> Receipt:
        """An order on the day of a department."""
        self.asked = department
        office = self.bureau.stage.officer("performance-office")
        return self.bureau.run(self.counter.order(self.bureau.book, request, office, order))

    def file(self, department: str) -> Receipt:
        sent = self.counter.act(self.bureau.book, department, f"{department}/file", self.bureau.filing())
        return self.bureau.run(sent)

    def until(self, department: str, day: str) -> None:
        moment = at_local(date.fromisoformat(day), time(10)) + timedelta(minutes=1)
        self.bureau.run(self.clock.advance(department, moment))

    def turn(self, department: str) -> Turn:
        handle = self.bureau.client.get_workflow_handle_for(
            DepartmentYear.run, f"{self.bureau.book}/department/{department}"
        )
        turns = self.bureau.run(handle.query(DepartmentYear.standing))
        return next(turn for turn in turns if turn.awaited is not None)

    def plans(self, department: str) -> dict[str, tuple[str, bool]]:
        """The dates that the running year carries on from run to run."""
        return self.bureau.run(self._plans(department))

    async def _plans(self, department: str) -> dict[str, tuple[str, bool]]:
        name = f"{self.bureau.book}/department/{department}"
        history = await self.bureau.client.get_workflow_handle(name).fetch_history()
        started = history.events[0].workflow_execution_started_event_attributes
        (run,) = await self.bureau.client.data_converter.decode(started.input.payloads, [PhaseRun])
        return {plan.phase: (plan.due, plan.provisional) for plan in run.plans}

    def due(self, department: str) -> tuple[str, str, bool]:
        awaited = self.turn(department).awaited
        assert awaited is not None
        return awaited.act, awaited.due, awaited.provisional

    def alerts(self, department: str) -> list[tuple[str, int, str]]:
        with self.bureau.desk.reading() as session:
            query = select(Alert).where(col(Alert.department) == department).order_by(col(Alert.sequence))
            return [(one.kind, one.days, one.due) for one in session.exec(query)]

    def sound(self) -> bool:
        agrees = replay(self.bureau.desk.engine, self.bureau.book).mismatches == ()
        return agrees and verify(self.bureau.settings.data, (self.bureau.book,)).ok


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(app.stage, "official_calendar", lambda _years: official_calendar([2019]))
    with running_bureau(tmp_path / "data", skipping=True) as bureau:
        yield Running(bureau)


def test_a_year_announced_late_moves_what_is_awaited_and_makes_nothing_late(running: Running) -> None:
    for department in (FILED, WAITING):
        running.bureau.take_in(department)
    filed = running.file(FILED)
    assert (filed.days_late, running.due(FILED)) == (0, ("targets.approve", "2020-11-03", True))
    assert running.due(WAITING) == ("targets.file", "2020-11-06", False)

    known = announced(off=(*OFF, "2021-08-10"), years=(2020, 2021))
    receipt = running.order("announce", known, FILED)
    moved = {one.department: (one.due_before, one.due) for one in receipt.moved}
    assert moved[FILED] == ("2020-11-03", "2020-11-05")
    # A printed day is no count of days.
    assert WAITING not in moved
    assert running.due(FILED) == ("targets.approve", "2020-11-05", False)
    assert running.due(WAITING) == ("targets.file", "2020-11-06", False)

    running.until(FILED, "2020-11-07")
    # The old day passes without an alert; the new one speaks.
    assert [one for one in running.alerts(FILED) if one[0] != "reminder"] == [
        ("recomputed", 0, "2020-11-05"),
        ("overdue", 0, "2020-11-05"),
    ]
    with running.bureau.desk.reading() as session:
        done = session.exec(select(Task).where(col(Task.act) == "targets.file", col(Task.state) == "done")).one()
    assert (done.department, done.days_late) == (FILED, 0)

    assert running.order("announce", known, FILED) == receipt
    assert running.due(FILED) == ("targets.approve", "2020-11-05", False)

    # The phase that was still to come opens under the new calendar.
    approval = running.bureau.answer("targets.approve")
    running.bureau.run(running.counter.act(running.bureau.book, FILED, f"{FILED}/approve", approval))
    running.until(FILED, "2021-08-03")
    assert running.due(FILED) == ("monitoring.file", "2021-08-24", False)
    assert running.plans(FILED)["monitoring"] == ("2021-08-24", False)
    assert running.plans(FILED)["review"][1]
    assert running.sound()


def test_a_day_that_an_announcement_only_settles_is_settled_in_the_running_year_too(running: Running) -> None:
    running.bureau.take_in(FILED)
    running.file(FILED)
    assert running.due(FILED) == ("targets.approve", "2020-11-03", True)
    running.order("announce", announced(off=("2020-12-28",), years=(2020, 2021)), FILED)
    assert running.due(FILED) == ("targets.approve", "2020-11-03", False)
    assert running.sound()


def test_an_outage_reaches_every_running_year(running: Running) -> None:
    for department in (FILED, WAITING):
        running.bureau.take_in(department)
        running.until(department, "2020-11-09")
    down = RecordOutage(from_day="2020-11-05", to_day="2020-11-08", document="示财信〔2020〕2号", reason="a" * 64)
    receipt = running.order("outage", down, WAITING)
    moved = {one.department: one.due for one in receipt.moved}
    assert (moved[FILED], moved[WAITING]) == ("2020-11-10", "2020-11-10")
    assert running.due(FILED)[1] == running.due(WAITING)[1] == "2020-11-10"
    assert running.file(WAITING).days_late == 0
    assert running.sound()


def test_an_order_about_the_whole_book_reaches_every_running_year_though_its_sender_gave_up(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.bureau.take_in(WAITING)
    running.until(WAITING, "2020-11-09")
    down = RecordOutage(from_day="2020-11-05", to_day="2020-11-08", document="示财信〔2020〕2号", reason="a" * 64)
    with monkeypatch.context() as impatient, locked(running.bureau.settings.database):
        impatient.setattr(app.counter, "WAIT_SECONDS", 1)
        with pytest.raises(OutcomeUnknownError):
            running.order("outage", down, WAITING)
    end = clock.monotonic() + PATIENCE_SECONDS
    while running.due(WAITING)[1] != "2020-11-10" and clock.monotonic() < end:
        clock.sleep(0.1)
    assert running.due(WAITING)[1] == "2020-11-10"
    assert {one.due for one in running.order("outage", down, WAITING).moved} == {"2020-11-10"}
    assert running.sound()
