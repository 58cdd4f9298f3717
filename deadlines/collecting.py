"""When a collection within a department is pressed for: ladders that stay in the house, and days that may be set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deadlines.errors import DeadlinesError
from deadlines.ladder import Ladder

if TYPE_CHECKING:
    from datetime import date

# By the state of the collection. Who has not answered is told first, then who asked, and a day later who answers for
# the department; the bureau has asked for nothing and is told nothing.
LADDERS: Final = {
    "open": Ladder(reminders=(3, 1), escalation=((0, "contributor"), (0, "filler"), (1, "approver"))),
    "filed": Ladder(reminders=(1,), escalation=((0, "filler"), (0, "approver"))),
}


def internal_day(day: date, asked_on: date, own: date) -> date:
    """Return the day that a division is given, which leaves the department time before its `own` deadline.

    Raises DeadlinesError `collection.day-passed` for a day before the asking, `collection.day-too-late` unless it comes
    before the department's own.
    """
    said = {"given": day.isoformat(), "due": own.isoformat(), "today": asked_on.isoformat()}
    if day < asked_on:
        raise DeadlinesError("collection.day-passed", **said)
    if day >= own:
        raise DeadlinesError("collection.day-too-late", **said)
    return day
