"""Statutory clocks: due, how many days late, and nothing said of what is not done and not due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.official import official_calendar
from deadlines.rule import CalendarDays, WorkingDays
from deadlines.statutory import Term, read_clock

CALENDAR = official_calendar(range(2023, 2027))
PUBLISHED = Term(CalendarDays(20))
CONTRACT = Term(CalendarDays(30), roll=True)
ON_FILE = Term(WorkingDays(2))
WARNING = Term(WorkingDays(10))


@pytest.mark.parametrize(
    ("term", "started", "done", "due", "late"),
    [
        (PUBLISHED, "2024-01-26", "2024-02-15", "2024-02-15", 0),
        (PUBLISHED, "2024-01-26", "2024-02-16", "2024-02-15", 1),
        (CONTRACT, "2024-09-04", "2024-10-08", "2024-10-08", 0),
        (CONTRACT, "2024-09-04", "2024-10-09", "2024-10-08", 1),
        (ON_FILE, "2024-04-26", "2024-04-29", "2024-04-29", 0),
        (ON_FILE, "2024-04-30", "2024-05-07", "2024-05-07", 0),
        (ON_FILE, "2024-04-30", "2024-05-08", "2024-05-07", 1),
        (WARNING, "2024-09-23", "2024-10-12", "2024-10-11", 1),
    ],
)
def test_a_clock_is_judged_to_the_end_of_its_day(term: Term, started: str, done: str, due: str, late: int) -> None:
    finished = date.fromisoformat(done)
    read = read_clock(date.fromisoformat(started), term, CALENDAR, done=finished, today=finished)
    assert (read.counted.day.isoformat(), read.days_late, read.in_time) == (due, late, late == 0)


def test_what_is_not_done_is_in_time_for_nobody_and_late_from_the_day_after() -> None:
    start = date(2024, 1, 26)
    readings = [read_clock(start, PUBLISHED, CALENDAR, done=None, today=date(2024, 2, day)) for day in (14, 15, 16)]
    assert [(read.days_late, read.in_time) for read in readings] == [(0, None), (0, None), (1, False)]


@given(st.dates(date(2023, 1, 1), date(2026, 6, 1)), st.integers(1, 40), st.integers(0, 90), st.booleans())
def test_days_late_are_the_days_between_due_and_done(started: date, days: int, took: int, working: bool) -> None:
    term = Term(WorkingDays(days) if working else CalendarDays(days))
    done = started + timedelta(took)
    read = read_clock(started, term, CALENDAR, done=done, today=done)
    assert read.days_late == max(0, (done - read.counted.day).days)
    assert read.in_time is (done <= read.counted.day)
