"""Whose dates a phase has when its year goes on under another rubric."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.in_force import rubric_of
from activities.plan_phases import plan_phases
from models.projections import Department, Task
from tests.support.refusals import refused
from tests.support.sealed import second_office
from tests.support.shijing import BOOK, DEPARTMENT, awaited_of
from tests.support.switching import adopt, approve, approved, corrected, propose
from tests.support.windowed import OCTOBER, Windowed, windowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from activities.signatures import PhasePlan
    from models.receipts import Receipt
    from tests.support.shijing import Shijing
    from tests.support.templates import Templates

_RECTIFICATION = "    opens: 2022-05-05\n    due: {days: 30, kind: calendar}"
LATER = (_RECTIFICATION, "    opens: 2022-05-16\n    due: {days: 40, kind: calendar}")
TOO_NEAR = (_RECTIFICATION, "    opens: 2022-04-01\n    due: {date: 2022-04-25}")
LONGER_REVIEW = ("    opens: 2022-03-28\n    due: {days: 20", "    opens: 2022-03-28\n    due: {days: 30")


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The review is under way; rectification is still to come."""
    year = before("review.conclude")
    second_office(year)
    return year


def plans(year: Shijing) -> dict[str, PhasePlan]:
    """The plans as a year that is resumed would get them."""
    with year.desk.reading() as session:
        rubric = rubric_of(year.desk, session, session.get_one(Department, (BOOK, DEPARTMENT)))
        return {plan.phase: plan for plan in plan_phases(session, rubric, BOOK)}


def review_due(year: Shijing) -> str:
    with year.desk.reading() as session:
        return session.exec(select(Task.due).where(col(Task.act) == "review.conclude")).one()


def test_every_phase_keeps_its_dates_unless_the_switch_says_otherwise(year: Shijing) -> None:
    before, due = plans(year), review_due(year)
    result = approved(year, propose(year, adopt(year, corrected(LATER, LONGER_REVIEW))))
    assert result.news == ()
    assert (plans(year), review_due(year)) == (before, due)


@pytest.mark.parametrize(("dates", "due"), [(False, "2022-03-18"), (True, "2022-03-25")])
def test_a_phase_opens_by_the_dates_that_its_year_has(before: Callable[[str], Shijing], dates: bool, due: str) -> None:
    year = before("monitoring.accept")
    second_office(year)
    new = adopt(year, corrected(("due: {date: 2022-03-18}", "due: {date: 2022-03-25}")), day="2021-09-01")
    approve(year, propose(year, new, dates=dates, day="2021-09-01"), day="2021-09-01")
    assert awaited_of(year.open_phase("self-evaluation"), "self-evaluation").due == due


def test_a_phase_to_come_takes_the_new_dates_where_the_switch_says_so(year: Shijing) -> None:
    before, due = plans(year), review_due(year)
    result = approved(year, propose(year, adopt(year, corrected(LATER, LONGER_REVIEW)), dates=True))
    (news,) = result.news
    assert {plan.phase: plan for plan in news.plans} == plans(year)
    assert plans(year) == {**before, "rectification": plans(year)["rectification"]}
    assert (plans(year)["rectification"].opens, plans(year)["rectification"].due) == ("2022-05-16", "2022-06-25")
    assert review_due(year) == due
    assert year.replayed().mismatches == ()


def test_new_dates_that_leave_no_time_are_refused(year: Shijing) -> None:
    new = adopt(year, corrected(TOO_NEAR))
    with refused(year.desk, "switch.dates-too-near") as told:
        propose(year, new, dates=True)
    assert told.params == {"phase": "rectification", "due": "2022-04-25", "notice": "2022-04-26"}
    approve(year, propose(year, new))


def test_a_second_switch_keeps_the_dates_that_the_first_one_kept(year: Shijing) -> None:
    before = plans(year)
    first, second = (adopt(year, corrected(*changes), str(number)) for number, changes in enumerate(([], [LATER])))
    approve(year, propose(year, first))
    approve(year, propose(year, second, from_hash=first, request="second"), request="second/yes")
    assert plans(year) == before


# -- several windows ----------------------------------------------------------------------------------------------


@pytest.fixture
def monitored(templates: Templates, tmp_path: Path) -> Iterator[Windowed]:
    """The first window is accepted; two more are still to come."""
    year = templates.take(Windowed, "warning.answer", tmp_path / "data")
    second_office(year)
    yield year
    year.desk.engine.dispose()


def propose_windows(year: Windowed, *changes: tuple[str, str], dates: bool) -> Callable[[], Receipt]:
    """The proposal of a corrected rubric, which is in force for whoever takes it."""
    own, text = sha256(year.rubric_yaml().encode()).hexdigest(), windowed(corrected())
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    adopted = adopt(year, text, day=SEPTEMBER)
    return lambda: propose(year, adopted, from_hash=own, dates=dates, day=SEPTEMBER)


def switch_windows(year: Windowed, *changes: tuple[str, str], dates: bool) -> None:
    approve(year, propose_windows(year, *changes, dates=dates)(), day=SEPTEMBER)


SEPTEMBER = "2021-09-01"
LONGER = (
    "    opens: 2021-11-01\n    due: {days: 10, kind: working}",
    "    opens: 2021-11-01\n    due: {days: 15, kind: working}",
)


def test_every_window_keeps_its_own_dates(monitored: Windowed) -> None:
    before = plans(monitored)
    switch_windows(monitored, LONGER, dates=False)
    assert plans(monitored) == before
    assert awaited_of(monitored.open_phase(OCTOBER), OCTOBER).due == "2021-11-15"


def test_a_window_to_come_takes_its_new_dates_and_one_that_has_begun_does_not(monitored: Windowed) -> None:
    before = plans(monitored)
    switch_windows(monitored, LONGER, dates=True)
    after = plans(monitored)
    assert after[OCTOBER].due == "2021-11-22"
    assert {**after, OCTOBER: before[OCTOBER]} == before
    monitored.open_phase(OCTOBER)
    assert awaited_of(monitored.open_phase(OCTOBER), OCTOBER).due == "2021-11-22"
    assert monitored.replayed().mismatches == ()


def test_a_rubric_with_other_windows_is_no_rubric_for_a_year_that_runs(monitored: Windowed) -> None:
    propose_them = propose_windows(monitored, ("    window: 2021-11\n", "    window: 2021-12\n"), dates=False)
    with refused(monitored.desk, "switch.other-phases"):
        propose_them()
