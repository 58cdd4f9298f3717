"""Silence about a warning: where the form says so, it suspends what the warning is about, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.domain.days import at, working_days_after

if TYPE_CHECKING:
    from datetime import datetime

    from tests.domain.model import Year


def suspend(year: Year, now: datetime) -> None:
    """Suspend what was not answered so many working days after its own; department and office are told."""
    if year.form.suspends is None:
        return
    for task in [task for task in year.tasks if task.open and task.act == "warning.answer"]:
        warning, last = year.warnings[task.matter], working_days_after(task.due, year.form.suspends)
        if not warning.suspended and now >= at(last + timedelta(days=1)):
            warning.suspended = True
            year.records += 1
            told = ("suspended", task.matter, task.act, task.due.isoformat(), 0)
            year.alerts += [(*told, role) for role in ("filler", "performance-office")]
