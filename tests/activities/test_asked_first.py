"""What is handed on within a department, or taken back, keeps the day of its asking and follows the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.verifier.verify_books import verify
from models.commands import Answer, Extend
from models.projections import Task
from tests.support.clock import StepClock
from tests.support.desks import copied, desk_at
from tests.support.shijing import BOOK, DEPARTMENT, awaited_of, local
from tests.support.two_hands import TwoHands
from tests.support.unannounced import announced, opened_early

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.evaluators import Evaluators
    from models.date_orders import Announce
    from tests.support.shijing import Shijing

# Ten working days from the opening of the phase end on the 23rd while nobody knows of the Friday before.
FRIDAY = announced(off=("2021-08-20",), years=(2021,))
WORKED = announced(worked=("2021-08-14", "2021-08-15"), years=(2021,))
PROVISIONAL, LATER = ("2021-08-23", True), ("2021-08-24", False)


@pytest.fixture
def year(tmp_path: Path, empty_data: Path, evaluators: Evaluators) -> Iterator[Shijing]:
    """Monitoring is awaited, by a provisional day."""
    year = opened_early(empty_data, tmp_path / "early", evaluators)
    year.play(until="monitoring.file")
    yield year
    year.desk.engine.dispose()


@pytest.fixture
def handed(tmp_path: Path, empty_data: Path, evaluators: Evaluators) -> Iterator[TwoHands]:
    """Monitoring was prepared, and the approver has to file it."""
    year = TwoHands(desk_at(copied(empty_data, tmp_path / "two"), evaluators, StepClock()))
    year.announced = range(2020, 2021)
    year.open()
    year.open_phase("targets")
    year.prepare("targets", "2020-11-03")
    year.file("targets", "2020-11-04")
    year.answer("targets", "targets.approve", "reviewer", "2020-11-05")
    year.open_phase("monitoring")
    year.prepare("monitoring", "2021-08-12")
    yield year
    year.desk.engine.dispose()


def file(year: Shijing, day: str) -> None:
    year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local(day))


def withdraw(year: Shijing, day: str) -> tuple[str, bool]:
    receipt = year.act("monitoring", "monitoring.withdraw", Answer(opinion="0" * 64), "filler", local(day))
    awaited = awaited_of(receipt, "monitoring")
    return awaited.due, awaited.provisional


def announce(year: Shijing, day: str, order: Announce = FRIDAY) -> None:
    year.order(f"announce/{day}", order, day=day)


def open_task(year: Shijing) -> tuple[str, str, bool]:
    with year.desk.reading() as session:
        query = select(Task).where(col(Task.state) == "open", col(Task.matter) == "monitoring")
        task = session.exec(query).one()
    return task.act, task.due, task.provisional


def sound(year: Shijing) -> bool:
    return year.replayed().mismatches == () and verify(year.desk.evidence.folder.parent, (BOOK,)).ok


def test_a_withdrawn_filing_follows_what_is_announced_afterwards(year: Shijing) -> None:
    file(year, "2021-08-18")
    assert withdraw(year, "2021-08-18") == PROVISIONAL
    announce(year, "2021-08-19")
    assert open_task(year) == ("monitoring.file", *LATER)
    assert sound(year)


def test_what_was_announced_while_it_lay_with_the_bureau_counts_when_it_is_taken_back(year: Shijing) -> None:
    file(year, "2021-08-18")
    announce(year, "2021-08-18")
    assert withdraw(year, "2021-08-19") == LATER
    assert sound(year)


def test_a_day_that_has_come_nearer_leaves_time_from_the_withdrawal(year: Shijing) -> None:
    file(year, "2021-08-17")
    announce(year, "2021-08-17", WORKED)
    # Under the new calendar it would be the 19th; five working days from the 18th are more than it had.
    assert withdraw(year, "2021-08-18") == ("2021-08-23", False)


def test_taken_back_twice_it_still_counts_from_the_first_asking(year: Shijing) -> None:
    for day in ("2021-08-17", "2021-08-18"):
        file(year, day)
        assert withdraw(year, day) == PROVISIONAL
    announce(year, "2021-08-19")
    assert open_task(year) == ("monitoring.file", *LATER)


def test_what_was_returned_and_taken_back_counts_from_the_return(year: Shijing) -> None:
    file(year, "2021-08-17")
    year.act("monitoring", "monitoring.return", Answer(opinion="0" * 64), "reviewer", local("2021-08-18"))
    returned = open_task(year)
    file(year, "2021-08-18")
    assert withdraw(year, "2021-08-18") == returned[1:]
    announce(year, "2021-08-19")
    assert open_task(year) == ("monitoring.file", "2021-09-02", False)
    assert returned == ("monitoring.file", "2021-09-01", True)


def test_what_was_filed_and_returned_in_one_moment_counts_from_the_return(year: Shijing) -> None:
    file(year, "2021-08-18")
    year.act("monitoring", "monitoring.return", Answer(opinion="0" * 64), "reviewer", local("2021-08-18"))
    returned = open_task(year)
    year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local("2021-08-18"), "again")
    announce(year, "2021-08-18")
    assert withdraw(year, "2021-08-18") == ("2021-09-02", False)
    assert returned == ("monitoring.file", "2021-09-01", True)


def test_the_approvers_day_follows_the_calendar_too(handed: TwoHands) -> None:
    assert open_task(handed) == ("monitoring.file", *PROVISIONAL)
    announce(handed, "2021-08-13")
    assert open_task(handed) == ("monitoring.file", *LATER)
    assert sound(handed)


def test_time_granted_for_preparing_is_granted_for_filing(handed: TwoHands) -> None:
    handed.answer("monitoring", "monitoring.send-back", "approver", "2021-08-12")
    granted = Extend(department=DEPARTMENT, matter="monitoring", due="2021-08-30", document="文", reason="a" * 64)
    handed.order("extend", granted, day="2021-08-13")
    handed.prepare("monitoring", "2021-08-13")
    announce(handed, "2021-08-16")
    assert open_task(handed) == ("monitoring.file", "2021-08-30", False)
