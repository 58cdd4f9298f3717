"""What the clock says of an awaited act: to whom, when before its day, when after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.domain.answers import MATTER as ANSWER
from tests.domain.days import at
from tests.domain.form import ALERTS, ESCALATION, REMINDERS

if TYPE_CHECKING:
    from tests.domain.asked import Asked

_OFFICE: Final = "performance-office"
# When whose act it is is reminded, and who is told when after the day; "" is whose act it is.
_USUAL: Final = (REMINDERS, (*((days, _OFFICE) for days in ALERTS), *ESCALATION))
# Nobody above hears of a final score that is not answered; what divisions are asked for is pressed for in the house.
LADDERS: Final[dict[str, tuple[tuple[int, ...], tuple[tuple[int, str], ...]]]] = {
    **dict.fromkeys((f"{ANSWER}.confirm", f"{ANSWER}.answer"), (REMINDERS, tuple((day, _OFFICE) for day in ALERTS))),
    "collection.answer": ((3, 1), ((0, "contributor"), (0, "filler"), (1, "approver"))),
    "collection.accept": ((1,), ((0, "filler"), (0, "approver"))),
}


def ladder(task: Asked) -> list[tuple[str, int, datetime, str]]:
    """Kind, days, moment and role of everything that is to be said of it."""
    before, told = LADDERS.get(task.act, _USUAL)
    reminders = [("reminder", days, at(task.due - timedelta(days=days), 9), task.role) for days in before]
    alerts = [("overdue", days, at(task.due + timedelta(days=days + 1)), to or task.role) for days, to in told]
    return [each for each in reminders if each[2] >= at(task.since)] + alerts
