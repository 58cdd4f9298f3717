"""The day on which something is due, and whether it came late (截止日, 逾期)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deadlines.counting import count
from deadlines.errors import DeadlinesError
from deadlines.local_time import local_date
from deadlines.rule import checked

if TYPE_CHECKING:
    from deadlines.rule import Rule
    from deadlines.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which an act is in time, to the end of that day in Shanghai.

    `provisional` (暂定) means that a day of a year without announced holidays was asked about: it is to be computed
    again when the year is announced.
    """

    day: date
    provisional: bool


def due(start: date, rule: Rule, calendar: WorkCalendar, *, roll: bool = False) -> Deadline:
    """Compute the deadline of something that starts on a day; the day after it is day one.

    With `roll`, a printed date or a count of calendar days that ends on a day off moves to the next working day. It
    is provisional if the calendar was asked about a day of a year that is not announced; a printed date and calendar
    days without `roll` never ask it. Raises DeadlinesError unless the number of days is 1..1000.
    """
    counted = count(start, rule, calendar, roll=roll)
    return Deadline(counted.day, counted.provisional)


def extended(present: date, to: date) -> Deadline:
    """Put a deadline off to a day that a document names, which is never provisional.

    Raises DeadlinesError `deadline.not-later` unless the day comes after the present one, and
    `deadline.days-out-of-range` when it comes more than 1000 days after it.
    """
    if to <= present:
        raise DeadlinesError("deadline.not-later", due=present.isoformat(), given=to.isoformat())
    checked((to - present).days)
    return Deadline(to, provisional=False)


def is_late(received_at: datetime, day: date) -> bool:
    """Whether something received at this instant missed the end of the day, which is inclusive."""
    return local_date(received_at) > day


def days_late(received_at: datetime, day: date) -> int:
    """Return by how many calendar days in Shanghai something came late; 0 if it came in time."""
    return max(0, (local_date(received_at) - day).days)
