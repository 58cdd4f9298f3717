"""How days are counted and shown: make-up days, holidays, freeze periods, and what never holds otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.counting import count, kind_of
from deadlines.errors import CalendarError
from deadlines.freeze import Freeze
from deadlines.official import official_calendar
from deadlines.rule import CalendarDays, PrintedDate, Rule, WorkingDays
from deadlines.work_calendar import WorkCalendar

YEARS = range(2020, 2027)
CALENDAR = official_calendar(YEARS)
CLOSING = Freeze(date(2025, 12, 22), date(2026, 1, 9), counted=False, document="示财库〔2025〕9号")
FROZEN = replace(CALENDAR, freezes=(CLOSING,))
COUNTED = replace(CALENDAR, freezes=(replace(CLOSING, counted=True),))

days = st.dates(date(2020, 2, 1), date(2026, 9, 30))
numbers = st.integers(1, 40)
rules: st.SearchStrategy[Rule] = st.one_of(
    st.builds(CalendarDays, numbers), st.builds(WorkingDays, numbers), st.builds(PrintedDate, days)
)
freezes = st.builds(
    lambda first, length, counted: Freeze(first, first + timedelta(length), counted, "文"),
    days,
    st.integers(0, 30),
    st.booleans(),
)
calendars = st.lists(freezes, max_size=3).map(lambda found: replace(CALENDAR, freezes=tuple(found)))

# The days of the State Council's yearly notices: a due day from a start, over a holiday with its make-up days.
OVER_HOLIDAYS = [
    ("2021-02-09", 1, "2021-02-10"),
    ("2021-02-10", 1, "2021-02-18"),
    ("2021-02-10", 3, "2021-02-20"),
    ("2021-04-30", 1, "2021-05-06"),
    ("2021-04-30", 3, "2021-05-08"),
    ("2021-09-17", 1, "2021-09-18"),
    ("2021-09-17", 2, "2021-09-22"),
    ("2021-09-24", 1, "2021-09-26"),
    ("2022-01-28", 2, "2022-01-30"),
    ("2022-01-30", 1, "2022-02-07"),
    ("2022-04-22", 1, "2022-04-24"),
    ("2022-09-30", 1, "2022-10-08"),
    ("2022-10-08", 1, "2022-10-09"),
    ("2023-01-20", 1, "2023-01-28"),
    ("2023-01-28", 1, "2023-01-29"),
    ("2023-04-21", 1, "2023-04-23"),
    ("2023-06-21", 1, "2023-06-25"),
    ("2023-09-28", 1, "2023-10-07"),
    ("2024-02-02", 1, "2024-02-04"),
    ("2024-02-09", 1, "2024-02-18"),
    ("2024-04-03", 1, "2024-04-07"),
    ("2024-04-26", 1, "2024-04-28"),
    ("2024-09-13", 1, "2024-09-14"),
    ("2024-09-30", 1, "2024-10-08"),
    ("2025-01-24", 1, "2025-01-26"),
    ("2025-01-27", 1, "2025-02-05"),
    ("2025-04-25", 1, "2025-04-27"),
    ("2025-09-26", 1, "2025-09-28"),
    ("2025-09-30", 1, "2025-10-09"),
    ("2026-01-02", 1, "2026-01-04"),
    ("2026-02-13", 1, "2026-02-14"),
    ("2026-02-14", 1, "2026-02-24"),
    ("2026-02-24", 4, "2026-02-28"),
    ("2026-05-08", 1, "2026-05-09"),
    ("2026-09-18", 1, "2026-09-20"),
    ("2026-09-30", 1, "2026-10-08"),
]


@pytest.mark.parametrize(("start", "working", "due"), OVER_HOLIDAYS)
def test_working_days_are_counted_over_the_holidays_as_announced(start: str, working: int, due: str) -> None:
    counted = count(date.fromisoformat(start), WorkingDays(working), CALENDAR)
    assert (counted.day.isoformat(), counted.provisional) == (due, False)


def test_every_day_that_was_passed_is_shown_with_what_it_is() -> None:
    counted = count(date(2026, 2, 12), WorkingDays(3), CALENDAR)
    shown = [(one.day.day, one.kind, one.counted) for one in counted.passed]
    assert shown[:2] == [(13, "working", True), (14, "make-up", True)]
    assert shown[2:4] == [(15, "weekend", False), (16, "holiday", False)]
    assert shown[-1] == (24, "working", True)
    assert {kind for _, kind, good in shown if not good} == {"weekend", "holiday"}


# -- freeze periods ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("calendar", [FROZEN, COUNTED], ids=["not-counted", "counted"])
@pytest.mark.parametrize("rule", [PrintedDate(date(2025, 12, 31)), CalendarDays(14), WorkingDays(10)])
def test_no_deadline_falls_in_a_freeze_period(calendar: WorkCalendar, rule: Rule) -> None:
    assert count(date(2025, 12, 17), rule, calendar).day >= date(2026, 1, 10)


def test_frozen_days_that_do_not_count_give_the_whole_time_after_them() -> None:
    start = date(2025, 12, 17)
    assert count(start, WorkingDays(5), FROZEN).day == date(2026, 1, 14)
    assert count(start, WorkingDays(5), COUNTED).day == date(2026, 1, 12)
    assert count(start, CalendarDays(7), FROZEN).day == date(2026, 1, 12)
    assert count(start, CalendarDays(7), COUNTED).day == date(2026, 1, 10)
    assert count(start, CalendarDays(7), COUNTED, roll=True).day == date(2026, 1, 12)


def test_a_freeze_hides_what_a_day_would_be_without_it() -> None:
    assert [kind_of(date(2026, 1, day), FROZEN) for day in (1, 4, 9, 10)] == ["frozen"] * 3 + ["weekend"]


def test_where_two_periods_meet_the_one_that_does_not_count_holds() -> None:
    both = replace(CALENDAR, freezes=(replace(CLOSING, counted=True), CLOSING))
    assert both.freeze(date(2026, 1, 5)) == CLOSING


def test_a_calendar_with_freezes_is_read_as_it_was_written_and_one_without_keeps_its_bytes() -> None:
    assert WorkCalendar.from_data(FROZEN.to_data()) == FROZEN
    assert "freezes" not in CALENDAR.to_data()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "2025-12-01"}, "calendar.freeze-backwards"),
        ({"to": "2027-01-09"}, "calendar.freeze-too-long"),
        ({"document": " "}, "calendar.freeze-without-document"),
        ({"days": "half"}, "calendar.freeze-days"),
        ({"from": "2025-13-01"}, "calendar.bad-day"),
        ({"till": "2025-12-01"}, "calendar.unknown-key"),
        ({"document": 9}, "calendar.missing-key"),
    ],
)
def test_a_freeze_that_is_wrong_names_what_is_wrong(change: dict[str, object], code: str) -> None:
    with pytest.raises(CalendarError) as told:
        Freeze.from_data({**CLOSING.to_data(), **change})
    assert told.value.code == code


def test_a_freeze_that_is_no_map_is_refused() -> None:
    with pytest.raises(CalendarError) as told:
        Freeze.from_data("2025-12-22")
    assert told.value.code == "calendar.freeze-form"


# -- laws ----------------------------------------------------------------------------------------------------------


@given(days, rules, calendars)
def test_rolling_never_ends_earlier_and_always_on_a_day_that_is_worked(
    start: date, rule: Rule, calendar: WorkCalendar
) -> None:
    plain, rolled = count(start, rule, calendar), count(start, rule, calendar, roll=True)
    assert rolled.day >= plain.day >= plain.reached
    assert calendar.is_working_day(rolled.day)
    assert calendar.freeze(rolled.day) is calendar.freeze(plain.day) is None


@given(days, numbers, calendars)
def test_counting_working_days_is_undone_by_counting_what_counted(
    start: date, number: int, calendar: WorkCalendar
) -> None:
    counted = count(start, WorkingDays(number), calendar)
    assert sum(one.counted for one in counted.passed) == number
    assert [one.day for one in counted.passed] == [
        start + timedelta(offset) for offset in range(1, (counted.day - start).days + 1)
    ]


@given(days, numbers, numbers)
def test_more_working_days_end_later_and_follow_on_from_each_other(start: date, one: int, other: int) -> None:
    first = count(start, WorkingDays(one), CALENDAR).day
    assert count(first, WorkingDays(other), CALENDAR).day == count(start, WorkingDays(one + other), CALENDAR).day


@given(days, rules, calendars)
def test_a_freeze_never_brings_a_deadline_nearer(start: date, rule: Rule, calendar: WorkCalendar) -> None:
    assert count(start, rule, calendar).day >= count(start, rule, CALENDAR).day
