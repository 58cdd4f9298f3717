"""The laws of a due day that is computed again: what an announcement may move, and what not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.deadline import Deadline
from deadlines.errors import DeadlinesError
from deadlines.official import official_calendar
from deadlines.outage import after_outage
from deadlines.recomputing import Protected, end_of_notice, recomputed
from deadlines.work_calendar import WorkCalendar

CALENDAR = official_calendar([2025, 2026])
days = st.dates(date(2025, 1, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("present", "computed", "notice", "granted", "wanted"),
    [
        ("2026-03-10", "2026-03-12", "2026-01-09", None, "2026-03-12"),
        ("2026-03-10", "2026-03-05", "2026-01-09", None, "2026-03-05"),
        ("2026-03-10", "2026-03-05", "2026-03-06", None, "2026-03-06"),
        ("2026-03-10", "2026-03-05", "2026-03-20", None, "2026-03-10"),
        ("2026-03-10", "2026-03-05", "2026-01-09", "2026-03-10", "2026-03-10"),
        ("2026-03-10", "2026-03-12", "2026-01-09", "2026-03-10", "2026-03-12"),
    ],
    ids=["later", "nearer", "as far as the notice", "within the notice", "granted", "later than granted"],
)
def test_a_day_is_recomputed_within_what_protects_it(
    present: str, computed: str, notice: str, granted: str | None, wanted: str
) -> None:
    protected = Protected(date.fromisoformat(notice), None if granted is None else date.fromisoformat(granted))
    found = recomputed(
        date.fromisoformat(present), Deadline(date.fromisoformat(computed), provisional=False), protected
    )
    assert found == Deadline(date.fromisoformat(wanted), provisional=False)


def test_a_granted_day_is_not_provisional_and_a_computed_one_stays_so_while_a_year_is_unknown() -> None:
    computed = Deadline(date(2026, 3, 5), provisional=True)
    assert recomputed(date(2026, 3, 3), computed, Protected(date(2026, 1, 9))).provisional
    assert not recomputed(date(2026, 3, 3), computed, Protected(date(2026, 1, 9), date(2026, 3, 9))).provisional


@given(days, days, days, st.one_of(st.none(), days))
def test_no_day_moves_nearer_than_the_notice_or_a_document_leave_room(
    present: date, computed: date, notice: date, granted: date | None
) -> None:
    found = recomputed(present, Deadline(computed, provisional=False), Protected(notice, granted)).day
    assert found >= min(present, notice)
    assert found >= computed
    assert granted is None or found >= granted
    assert found in {computed, present, notice, granted}


@given(days, days, days)
def test_what_was_in_time_before_the_announcement_is_in_time_after_it(
    announced: date, present: date, computed: date
) -> None:
    notice = end_of_notice(announced, 5, CALENDAR)
    found = recomputed(present, Deadline(computed, provisional=False), Protected(notice)).day
    filed = min(announced, present)
    assert filed <= found


@given(days, days, days)
def test_recomputing_again_changes_nothing(present: date, computed: date, notice: date) -> None:
    wanted = Deadline(computed, provisional=False)
    once = recomputed(present, wanted, Protected(notice))
    assert recomputed(once.day, wanted, Protected(notice)) == once


def test_the_notice_period_is_of_working_days_and_may_be_none() -> None:
    assert end_of_notice(date(2026, 2, 13), 5, CALENDAR) == date(2026, 2, 27)
    assert end_of_notice(date(2026, 2, 13), 0, CALENDAR) == date(2026, 2, 13)


# -- outages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "wanted"), [("2026-03-16", "2026-03-19"), ("2026-03-18", "2026-03-23")], ids=["first day", "last day"]
)
def test_an_outage_gives_back_the_working_days_that_it_took(due: str, wanted: str) -> None:
    assert after_outage(date.fromisoformat(due), date(2026, 3, 16), date(2026, 3, 18), CALENDAR).isoformat() == wanted


def test_an_outage_at_a_weekend_gives_one_working_day() -> None:
    assert after_outage(date(2026, 3, 14), date(2026, 3, 14), date(2026, 3, 15), CALENDAR) == date(2026, 3, 16)


@given(days, st.integers(0, 20), st.integers(0, 20))
def test_what_an_outage_moves_comes_after_it(first: date, before: int, after: int) -> None:
    due = first + timedelta(before)
    found = after_outage(due, first, due + timedelta(after), CALENDAR)
    assert found > due + timedelta(after)
    assert CALENDAR.is_working_day(found)


@pytest.mark.parametrize(
    ("due", "last", "code"),
    [("2026-03-19", "2026-03-18", "outage.not-within"), ("2026-03-16", "2026-03-15", "outage.backwards")],
)
def test_a_day_outside_the_outage_and_an_outage_that_runs_backwards_are_refused(due: str, last: str, code: str) -> None:
    with pytest.raises(DeadlinesError) as told:
        after_outage(date.fromisoformat(due), date(2026, 3, 16), date.fromisoformat(last), CALENDAR)
    assert told.value.code == code


def test_an_announced_year_takes_the_place_of_what_was_known_of_it() -> None:
    early, whole = official_calendar([2025]), official_calendar([2025, 2026])
    assert early.with_announced(official_calendar([2026])) == whole
    longer = WorkCalendar("更正", frozenset({date(2026, 3, 2)}), frozenset(), frozenset({2026}))
    corrected = whole.with_announced(longer)
    assert {day for day in corrected.holidays if day.year == 2026} == {date(2026, 3, 2)}
    assert {day for day in corrected.holidays if day.year == 2025} == set(early.holidays)
