"""Clocks that a law or a notice sets and a rubric scores (法定期限): published within 20 days, filed within 2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deadlines.counting import Count, count
from deadlines.rule import Rule

if TYPE_CHECKING:
    from datetime import date

    from deadlines.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take: days of a kind, and whether an end on a day off moves to the next working day."""

    rule: Rule
    roll: bool = False


@dataclass(frozen=True, slots=True)
class ClockReading:
    """A clock read on a day: when it was due, and by how many calendar days it was or is missed.

    `in_time` is None while the thing is not done and its day has not passed: nothing can be said of it yet.
    """

    counted: Count
    days_late: int
    in_time: bool | None


def read_clock(started: date, term: Term, calendar: WorkCalendar, *, done: date | None, today: date) -> ClockReading:
    """Read the clock of something that started on a day and was done on another, or is not done by `today`.

    Raises DeadlinesError unless the number of days is 1..1000.
    """
    counted = count(started, term.rule, calendar, roll=term.roll)
    late = max(0, ((done or today) - counted.day).days)
    return ClockReading(counted, late, None if done is None and not late else not late)
