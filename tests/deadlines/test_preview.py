"""A year laid out before its notice: days off, moved days, overlaps, too little time, years not announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from deadlines.freeze import Freeze
from deadlines.ladder import Ladder
from deadlines.official import official_calendar
from deadlines.preview import PlannedPhase, preview
from deadlines.rule import CalendarDays, PrintedDate, WorkingDays
from deadlines.statutory import Term

CALENDAR = official_calendar(range(2024, 2027))


def phase(name: str, opens: str, due: Term, answer: Term | None = None) -> PlannedPhase:
    return PlannedPhase(name, date.fromisoformat(opens), due, answer, Ladder((3, 1), (0, 3)))


def codes(*phases: PlannedPhase, least: int = 5) -> list[tuple[str, str]]:
    return [(one.code, one.phase) for one in preview(phases, CALENDAR, least).remarks]


def test_a_quiet_year_has_nothing_to_remark_and_shows_every_date() -> None:
    found = preview((phase("targets", "2025-09-01", Term(WorkingDays(10)), Term(WorkingDays(3))),), CALENDAR, 5)
    (dates,) = found.phases
    assert found.remarks == ()
    assert (dates.due.day, dates.answer and dates.answer.day) == (date(2025, 9, 15), date(2025, 9, 18))
    assert (dates.working_days, dates.provisional) == (10, False)
    assert [(rung.kind, rung.days, rung.on.day.isoformat(), rung.on.kind) for rung in dates.rungs] == [
        ("reminder", 3, "2025-09-12", "working"),
        ("reminder", 1, "2025-09-14", "weekend"),
        ("overdue", 0, "2025-09-15", "working"),
        ("overdue", 3, "2025-09-18", "working"),
    ]


def test_a_deadline_on_a_day_off_is_remarked_and_one_that_rolls_says_where_to() -> None:
    holiday = PrintedDate(date(2025, 10, 2))
    assert codes(phase("targets", "2025-09-08", Term(holiday))) == [("due-on-day-off", "targets")]
    assert codes(phase("targets", "2025-09-08", Term(holiday, roll=True))) == [("moved", "targets")]


def test_an_opening_on_a_day_off_and_too_little_time_are_remarked() -> None:
    over_the_holidays = phase("monitoring", "2025-10-01", Term(PrintedDate(date(2025, 10, 10))))
    assert codes(over_the_holidays) == [("opens-on-day-off", "monitoring"), ("short", "monitoring")]
    assert codes(over_the_holidays, least=2) == [("opens-on-day-off", "monitoring")]


def test_phases_that_overlap_are_remarked_on_the_earlier() -> None:
    first = phase("targets", "2025-09-01", Term(CalendarDays(14)))
    assert codes(first, phase("monitoring", "2025-09-15", Term(WorkingDays(5)))) == [("overlap", "targets")]
    assert codes(first, phase("monitoring", "2025-09-16", Term(WorkingDays(5)))) == []


def test_a_date_in_a_year_that_is_not_announced_is_provisional() -> None:
    assert codes(phase("review", "2026-12-28", Term(WorkingDays(8)))) == [("provisional", "review")]


def test_a_deadline_in_a_freeze_period_moves_behind_it() -> None:
    closing = Freeze(date(2025, 12, 22), date(2026, 1, 9), counted=True, document="示财库〔2025〕9号")
    calendar = replace(CALENDAR, freezes=(closing,))
    found = preview((phase("targets", "2025-12-08", Term(PrintedDate(date(2025, 12, 31)))),), calendar, 5)
    assert [(one.code, one.params.get("day_kind")) for one in found.remarks] == [
        ("moved", "frozen"),
        ("due-on-day-off", "weekend"),
    ]
