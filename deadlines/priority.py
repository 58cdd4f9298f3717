"""How soon a task should be done: by the days that are left, and by the bureau's mark."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from datetime import date

Priority = Literal["overdue", "urgent", "soon", "week", "later"]
PRIORITIES: Final[tuple[Priority, ...]] = get_args(Priority)

_SOON_DAYS: Final = 3
_WEEK_DAYS: Final = 7


def priority(days_left: int, *, urgent: bool) -> Priority:
    """Overdue comes first, then what the bureau marked, then what is due in three days, in seven, and the rest."""
    if days_left < 0:
        return "overdue"
    if urgent:
        return "urgent"
    if days_left <= _SOON_DAYS:
        return "soon"
    return "week" if days_left <= _WEEK_DAYS else "later"


def in_week_of(today: date, day: date) -> bool:
    """Whether the day is still to come, or today, and lies in the same week, which ends on Sunday."""
    return today <= day <= today + timedelta(days=6 - today.weekday())
