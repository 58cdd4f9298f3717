"""The ladder of a deadline: reminders before it, alerts after it (提醒, 催办)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from deadlines.errors import DeadlinesError
from deadlines.local_time import at_local

if TYPE_CHECKING:
    from collections.abc import Iterable

_MORNING = time(9)
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: a reminder `days` before the due day or an alert `days` after it, at an instant in UTC.

    `to` is the role that an escalation names; without it a reminder is the owner's and an alert the bureau's.
    """

    kind: Literal["reminder", "overdue"]
    days: int
    at: datetime
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days before the due day, days after it, and days after it with the role that is told besides."""

    reminders: tuple[int, ...] = ()
    overdue: tuple[int, ...] = ()
    escalation: tuple[tuple[int, str], ...] = ()


def steps(due_day: date, ladder: Ladder, opened_at: datetime) -> tuple[Step, ...]:
    """Return the ladder's steps in the order of time.

    A reminder comes at nine in the morning in Shanghai; one that would lie before the opening is left out. An alert
    comes at the midnight that ends its day, so the one with 0 days comes right after the deadline. A number given
    twice counts once. Raises DeadlinesError for a negative number of days or an opening without a zone.
    """
    if opened_at.tzinfo is None:
        raise DeadlinesError("time.without-zone", value=opened_at.isoformat())
    before = [Step("reminder", days, _reminder_at(due_day, days)) for days in _checked(ladder.reminders)]
    after = [Step("overdue", days, _overdue_at(due_day, days)) for days in _checked(ladder.overdue)]
    _checked(days for days, _ in ladder.escalation)
    further = [Step("overdue", days, _overdue_at(due_day, days), to) for days, to in sorted(set(ladder.escalation))]
    return tuple(sorted([step for step in before if step.at >= opened_at] + after + further, key=lambda step: step.at))


def _reminder_at(due_day: date, days: int) -> datetime:
    return at_local(due_day - timedelta(days=days), _MORNING)


def _overdue_at(due_day: date, days: int) -> datetime:
    return at_local(due_day + timedelta(days=days + 1), _MIDNIGHT)


def _checked(numbers: Iterable[int]) -> frozenset[int]:
    checked = frozenset(numbers)
    for days in checked:
        if days < 0:
            raise DeadlinesError("ladder.negative-days", days=str(days))
    return checked
