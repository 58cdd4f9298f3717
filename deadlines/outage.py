"""The time that an outage of ours (系统停机) took, and the due day that gives it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from deadlines.deadline import due
from deadlines.errors import DeadlinesError
from deadlines.rule import WorkingDays, checked

if TYPE_CHECKING:
    from deadlines.work_calendar import WorkCalendar


def check_outage(first: date, last: date) -> None:
    """Raise DeadlinesError for an outage that ends before it begins, or lasts longer than any deadline."""
    if last < first:
        raise DeadlinesError("outage.backwards", first=first.isoformat(), last=last.isoformat())
    checked((last - first).days + 1)


def after_outage(due_day: date, first: date, last: date, calendar: WorkCalendar) -> date:
    """The new due day of what was due within an outage of the days `first` to `last`, both included.

    As many working days as the outage took from the act, at least one, are given back from the day after it. Raises
    DeadlinesError `outage.not-within` for a due day outside it.
    """
    check_outage(first, last)
    if not first <= due_day <= last:
        shown = {"due": due_day.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
        raise DeadlinesError("outage.not-within", **shown)
    days = (first + timedelta(days=offset) for offset in range((due_day - first).days + 1))
    lost = sum(calendar.is_working_day(day) for day in days)
    return due(last, WorkingDays(max(1, lost)), calendar).day
