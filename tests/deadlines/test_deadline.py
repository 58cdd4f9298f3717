from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.deadline import Deadline, days_late, due, extended, is_late
from deadlines.errors import DeadlinesError
from deadlines.local_time import end_of_day
from deadlines.official import official_calendar
from deadlines.rule import CalendarDays, PrintedDate, Rule, WorkingDays, rule_of

CALENDAR = official_calendar([2020, 2021, 2022, 2023, 2024, 2025, 2026])
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("start", "rule", "wanted"),
    [
        (date(2022, 1, 28), WorkingDays(1), date(2022, 1, 29)),
        (date(2022, 1, 28), WorkingDays(2), date(2022, 1, 30)),
        (date(2022, 1, 28), WorkingDays(3), date(2022, 2, 7)),
        (date(2021, 9, 30), WorkingDays(2), date(2021, 10, 9)),
        (date(2021, 9, 30), WorkingDays(3), date(2021, 10, 11)),
        (date(2022, 4, 1), WorkingDays(1), date(2022, 4, 2)),
        (date(2022, 4, 1), WorkingDays(2), date(2022, 4, 6)),
        (date(2021, 12, 30), WorkingDays(2), date(2022, 1, 4)),
        (date(2022, 5, 5), CalendarDays(30), date(2022, 6, 4)),
        (date(2022, 5, 5), PrintedDate(date(2022, 6, 4)), date(2022, 6, 4)),
    ],
)
def test_a_deadline_is_counted_from_the_day_after_the_start(start: date, rule: Rule, wanted: date) -> None:
    assert due(start, rule, CALENDAR) == Deadline(wanted, provisional=False)


@pytest.mark.parametrize("rule", [CalendarDays(1), PrintedDate(date(2022, 4, 3))])
def test_a_day_off_moves_to_the_next_working_day_only_when_asked(rule: Rule) -> None:
    start = date(2022, 4, 2)
    assert due(start, rule, CALENDAR).day == date(2022, 4, 3)
    assert due(start, rule, CALENDAR, roll=True) == Deadline(date(2022, 4, 6), provisional=False)


@pytest.mark.parametrize(
    ("rule", "roll", "provisional"),
    [
        (WorkingDays(1), False, False),
        (WorkingDays(2), False, True),
        (CalendarDays(40), False, False),
        (CalendarDays(40), True, True),
        (PrintedDate(date(2027, 1, 4)), False, False),
        (PrintedDate(date(2027, 1, 4)), True, True),
    ],
)
def test_a_deadline_that_asked_about_an_unannounced_year_is_provisional(
    rule: Rule, *, roll: bool, provisional: bool
) -> None:
    assert due(date(2026, 12, 30), rule, CALENDAR, roll=roll).provisional is provisional


def test_a_start_before_the_turn_of_an_unannounced_year_counts_into_it_as_weekdays() -> None:
    assert due(date(2026, 12, 31), WorkingDays(1), CALENDAR) == Deadline(date(2027, 1, 1), provisional=True)


@pytest.mark.parametrize("days", [0, -1, 1001])
@pytest.mark.parametrize("kind", ["calendar", "working"])
def test_a_number_of_days_outside_the_range_is_refused(days: int, kind: Literal["calendar", "working"]) -> None:
    with pytest.raises(DeadlinesError) as caught:
        due(date(2022, 1, 1), rule_of(None, days, kind), CALENDAR)
    assert caught.value.code == "deadline.days-out-of-range"
    assert caught.value.params == {"days": str(days), "least": "1", "most": "1000"}


def test_a_rule_is_made_from_a_rubrics_parts() -> None:
    assert rule_of("2022-03-18", None) == PrintedDate(date(2022, 3, 18))
    assert rule_of(None, 30) == CalendarDays(30)
    assert rule_of(None, 10, "working") == WorkingDays(10)


@pytest.mark.parametrize(("day", "days"), [(None, None), ("2022-03-18", 3)])
def test_a_rule_is_a_date_or_a_number_of_days_and_never_both(day: str | None, days: int | None) -> None:
    with pytest.raises(DeadlinesError, match=r"deadline\.date-or-days"):
        rule_of(day, days)


def test_a_printed_date_that_is_none_is_refused() -> None:
    with pytest.raises(DeadlinesError, match=r"deadline\.bad-date: value=2022-02-30"):
        rule_of("2022-02-30", None)


DAYS = st.dates(date(2020, 1, 1), date(2026, 6, 30))


@given(DAYS, st.integers(1, 90))
def test_working_days_always_end_on_a_working_day(start: date, days: int) -> None:
    assert CALENDAR.is_working_day(due(start, WorkingDays(days), CALENDAR).day)


@given(DAYS, st.integers(1, 90))
def test_a_rolled_deadline_is_a_working_day_and_never_earlier(start: date, days: int) -> None:
    plain, rolled = (due(start, CalendarDays(days), CALENDAR, roll=roll).day for roll in (False, True))
    assert CALENDAR.is_working_day(rolled)
    assert plain <= rolled


@given(DAYS, st.integers(1, 60))
def test_one_working_day_more_is_later_and_skips_no_working_day(start: date, days: int) -> None:
    first, second = (due(start, WorkingDays(n), CALENDAR).day for n in (days, days + 1))
    between = [first + timedelta(days=n) for n in range(1, (second - first).days)]
    assert first < second
    assert not any(CALENDAR.is_working_day(day) for day in between)


@given(DAYS, st.integers(1, 30))
def test_a_later_start_is_never_due_earlier(start: date, days: int) -> None:
    today, tomorrow = (due(start + timedelta(days=n), WorkingDays(days), CALENDAR).day for n in (0, 1))
    assert today <= tomorrow


def test_the_last_microsecond_is_in_time_and_the_next_is_late() -> None:
    day = date(2022, 3, 18)
    end = end_of_day(day)
    assert (is_late(end, day), days_late(end, day)) == (False, 0)
    assert (is_late(end + MICROSECOND, day), days_late(end + MICROSECOND, day)) == (True, 1)


@given(DAYS, st.timedeltas(timedelta(days=-3), timedelta(days=3)), st.integers(-12, 14))
def test_late_is_the_same_as_after_the_end_of_the_day(day: date, offset: timedelta, zone: int) -> None:
    received_at = (end_of_day(day) + offset).astimezone(timezone(timedelta(hours=zone)))
    late = offset > timedelta(0)
    assert is_late(received_at, day) is late
    assert (days_late(received_at, day) > 0) is late


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 1000))
def test_a_deadline_is_put_off_to_the_very_day_of_the_document(present: date, days: int) -> None:
    assert extended(present, present + timedelta(days=days)) == Deadline(
        present + timedelta(days=days), provisional=False
    )


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1000))
def test_a_deadline_is_never_brought_forward(present: date, days: int) -> None:
    with pytest.raises(DeadlinesError) as told:
        extended(present, present - timedelta(days=days))
    assert told.value.code == "deadline.not-later"
    assert told.value.params["due"] == present.isoformat()


def test_a_deadline_is_not_put_off_by_more_than_a_thousand_days() -> None:
    with pytest.raises(DeadlinesError) as told:
        extended(date(2022, 3, 18), date(2024, 12, 13))
    assert (told.value.code, told.value.params["days"]) == ("deadline.days-out-of-range", "1001")
