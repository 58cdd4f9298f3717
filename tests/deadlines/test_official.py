from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from deadlines.official import official_calendar

CALENDAR = official_calendar([2020, 2021, 2022, 2023, 2027])


def off(first: date, last: date) -> set[bool]:
    return {CALENDAR.is_working_day(first + timedelta(days=n)) for n in range((last - first).days + 1)}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2022, 1, 31), date(2022, 2, 6)),
        (date(2021, 10, 1), date(2021, 10, 7)),
        (date(2022, 4, 3), date(2022, 4, 5)),
    ],
    ids=["春节 2022", "国庆 2021", "清明 2022"],
)
def test_the_whole_holiday_is_off(first: date, last: date) -> None:
    assert off(first, last) == {False}


@pytest.mark.parametrize(
    "day",
    [date(2022, 1, 29), date(2022, 1, 30), date(2021, 9, 26), date(2021, 10, 9), date(2022, 4, 2), date(2022, 4, 24)],
)
def test_the_make_up_day_of_a_holiday_is_worked(day: date) -> None:
    assert day.weekday() >= 5
    assert CALENDAR.is_working_day(day)


def test_a_year_that_nobody_has_announced_is_left_out() -> None:
    assert CALENDAR.years == {2020, 2021, 2022, 2023}
    assert not CALENDAR.announced(2027)


@pytest.mark.thorough
def test_every_day_of_every_known_year_agrees_with_the_package() -> None:
    calendar = official_calendar(range(2000, 2040))
    assert min(calendar.years) == 2004
    first, last = date(2004, 1, 1), date(max(calendar.years), 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert len(days) > 8000
    assert [day for day in days if calendar.is_working_day(day) != chinese_calendar.is_workday(day)] == []


def test_the_version_names_the_package_and_its_release() -> None:
    assert CALENDAR.version.startswith("chinesecalendar/1.")
