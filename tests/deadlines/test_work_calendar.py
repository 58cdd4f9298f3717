from __future__ import annotations

import json
from datetime import date

import pytest

from deadlines.errors import CalendarError
from deadlines.work_calendar import CalendarData, WorkCalendar

SPRING = WorkCalendar(
    version="notice 2022",
    holidays=frozenset({date(2022, 1, 31), date(2022, 2, 1)}),
    workdays=frozenset({date(2022, 1, 29)}),
    years=frozenset({2022}),
)
PLAIN: CalendarData = {"version": "v", "holidays": [], "workdays": [], "years": ["2022"]}


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2022, 1, 28), True),
        (date(2022, 1, 29), True),
        (date(2022, 1, 30), False),
        (date(2022, 1, 31), False),
    ],
)
def test_a_holiday_is_off_and_a_make_up_day_is_worked(day: date, *, worked: bool) -> None:
    assert SPRING.is_working_day(day) is worked


def test_an_unannounced_year_counts_monday_to_friday_and_says_so() -> None:
    assert SPRING.is_working_day(date(2023, 1, 2))
    assert not SPRING.is_working_day(date(2023, 1, 7))
    assert SPRING.announced(2022)
    assert not SPRING.announced(2023)


def test_a_calendar_survives_a_journey_through_json() -> None:
    assert WorkCalendar.from_data(json.loads(json.dumps(SPRING.to_data()))) == SPRING


def test_the_data_of_a_calendar_come_in_one_order() -> None:
    assert SPRING.to_data() == {
        "version": "notice 2022",
        "holidays": ["2022-01-31", "2022-02-01"],
        "workdays": ["2022-01-29"],
        "years": ["2022"],
    }


@pytest.mark.parametrize(
    ("change", "code", "params"),
    [
        ({"holidays": ["2023-01-02"]}, "calendar.day-outside-years", {"day": "2023-01-02"}),
        ({"holidays": ["2022-01-01"]}, "calendar.holiday-on-weekend", {"day": "2022-01-01"}),
        ({"workdays": ["2022-01-03"]}, "calendar.workday-on-weekday", {"day": "2022-01-03"}),
        ({"holidays": ["2022-02-30"]}, "calendar.bad-day", {"value": "2022-02-30"}),
        ({"holidays": ["20220201"]}, "calendar.bad-day", {"value": "20220201"}),
        ({"years": ["22"]}, "calendar.bad-year", {"value": "22"}),
        ({"years": "2022"}, "calendar.missing-key", {"key": "years"}),
        ({"version": ""}, "calendar.missing-key", {"key": "version"}),
        (
            {"source": "x"},
            "calendar.unknown-key",
            {"key": "source", "known": "version, holidays, workdays, years, freezes"},
        ),
    ],
)
def test_a_calendar_that_is_wrong_names_what_is_wrong(change: CalendarData, code: str, params: dict[str, str]) -> None:
    with pytest.raises(CalendarError) as caught:
        WorkCalendar.from_data({**PLAIN, **change})
    assert (caught.value.code, caught.value.params) == (code, params)
