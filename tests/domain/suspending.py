"""Silence about a warning: where the form says so, it suspends what the warning is about, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.domain.days import at, day_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.domain.model import Year


def last_day(year: Year, act: str, due: date) -> date | None:
    """The day beyond which silence suspends; None where it never does."""
    days = year.scale.asks.suspends
    return None if days is None or act != "warning.answer" else year.calendar.after(due, days)


def suspend(year: Year, now: datetime) -> None:
    """Suspend what was not answered in time; department and office are told.

    A year that was told too early a day, because the due day has moved since, hears the right one now.
    """
    for task in [task for task in year.tasks if task.open]:
        if task.presses is None or now < at(task.presses + timedelta(days=1)):
            continue
        last, warning = last_day(year, task.act, task.due), year.warnings[task.matter]
        if last is not None and day_of(now) <= last:
            task.presses = last
        elif not warning.suspended:
            warning.suspended = True
            year.records += 1
            told = ("suspended", task.matter, task.act, task.due.isoformat(), 0)
            year.alerts += [(*told, role) for role in ("filler", "performance-office")]
