"""The dates of a rubric's year, moved to the year that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from deadlines.ladder import Ladder
from deadlines.preview import PlannedPhase, Preview, preview
from deadlines.rule import PrintedDate, day_of, rule_of
from deadlines.statutory import Term

if TYPE_CHECKING:
    from datetime import date

    from deadlines.work_calendar import WorkCalendar
    from rules.core.rubric import Due, Phase, Rubric


def preview_year(rubric: Rubric, year: int, calendar: WorkCalendar, least: int) -> Preview:
    """Lay the phases out as if the rubric were of another year: every printed date lies so many years later.

    Raises AppError `calendar.no-phases` for a rubric without dates, DeadlinesError for dates that cannot be counted.
    """
    if not rubric.phases:
        raise AppError("calendar.no-phases", rubric=rubric.id)
    later = year - rubric.year
    return preview(tuple(_planned(phase, later) for phase in rubric.phases), calendar, least)


def _planned(phase: Phase, later: int) -> PlannedPhase:
    return PlannedPhase(
        id=phase.matter,
        opens=moved(day_of(phase.opens), later),
        due=_term(phase.due, later),
        answer=None if phase.review is None else _term(phase.review, later),
        ladder=Ladder(phase.reminders, phase.overdue, tuple((step.days, step.to) for step in phase.escalation)),
    )


def _term(due: Due, later: int) -> Term:
    rule = rule_of(due.date, due.days, due.kind)
    return Term(PrintedDate(moved(rule.day, later)) if isinstance(rule, PrintedDate) else rule, due.roll)


def moved(day: date, years: int) -> date:
    """The same day some years later; the 29 February of a leap year is the 28th in the others."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
