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
    if day < asked_on:
        said = {"given": day.isoformat(), "due": own.isoformat(), "today": asked_on.isoformat()}
        raise DeadlinesError("collection.day-passed", **said)
    require_before_own(day, asked_on, own)
    return day


def require_before_own(day: date, today: date, own: date) -> None:
    """Raise DeadlinesError `collection.day-too-late` unless an internal day comes before the department's own."""
    if day >= own:
        said = {"given": day.isoformat(), "due": own.isoformat(), "today": today.isoformat()}
        raise DeadlinesError("collection.day-too-late", **said)


def following(day: date, before: date, after: date, least: date) -> date:
    """Return the internal day once the department's own has moved from `before` to `after`.

    It keeps its distance from that, is no nearer than `least` and never lies after it.
    """
    return min(max(after - (before - day), least), after)
