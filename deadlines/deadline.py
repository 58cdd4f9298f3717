"""The day on which something is due, and whether it came late (截止日, 逾期)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from deadlines.errors import DeadlinesError
from deadlines.local_time import local_date

if TYPE_CHECKING:
    from deadlines.work_calendar import WorkCalendar

_MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """The notice prints the day itself."""

    day: date


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """So many days after the start; the first is the day after it (日)."""

    days: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """So many working days after the start, make-up days included (工作日)."""

    days: int


Rule: TypeAlias = PrintedDate | CalendarDays | WorkingDays


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which an act is in time, to the end of that day in Shanghai.

    `provisional` (暂定) means that a day of a year without announced holidays was asked about: it is to be computed
    again when the year is announced.
    """

    day: date
    provisional: bool


def rule_of(day: str | None, days: int | None, kind: Literal["calendar", "working"] = "calendar") -> Rule:
    """Make the rule from the parts in which a rubric writes it: a printed ISO date, or a number of days.

    Raises DeadlinesError if both or none are given, or if the date is not one.
    """
    if (day is None) == (days is None):
        raise DeadlinesError("deadline.date-or-days", date=str(day), days=str(days))
    if day is not None:
        try:
            return PrintedDate(date.fromisoformat(day))
        except ValueError:
            raise DeadlinesError("deadline.bad-date", value=day) from None
    number = days or 0
    return WorkingDays(number) if kind == "working" else CalendarDays(number)


def due(start: date, rule: Rule, calendar: WorkCalendar, *, roll: bool = False) -> Deadline:
    """Compute the deadline of something that starts on a day; the day after it is day one.

    With `roll`, a printed date or a count of calendar days that ends on a day off moves to the next working day. It
    is provisional if the calendar was asked about a day of a year that is not announced; a printed date and calendar
    days without `roll` never ask it. Raises DeadlinesError unless the number of days is 1..1000.
    """
    match rule:
        case PrintedDate(day):
            return _rolled(day, calendar) if roll else Deadline(day, provisional=False)
        case CalendarDays(days):
            day = start + timedelta(days=_checked(days))
            return _rolled(day, calendar) if roll else Deadline(day, provisional=False)
        case WorkingDays(days):
            return _counted(start, _checked(days), calendar)


def extended(present: date, to: date) -> Deadline:
    """Put a deadline off to a day that a document names, which is never provisional.

    Raises DeadlinesError `deadline.not-later` unless the day comes after the present one, and
    `deadline.days-out-of-range` when it comes more than 1000 days after it.
    """
    if to <= present:
        raise DeadlinesError("deadline.not-later", due=present.isoformat(), given=to.isoformat())
    _checked((to - present).days)
    return Deadline(to, provisional=False)


def is_late(received_at: datetime, day: date) -> bool:
    """Whether something received at this instant missed the end of the day, which is inclusive."""
    return local_date(received_at) > day


def days_late(received_at: datetime, day: date) -> int:
    """Return by how many calendar days in Shanghai something came late; 0 if it came in time."""
    return max(0, (local_date(received_at) - day).days)


def _checked(days: int) -> int:
    if not 1 <= days <= _MOST_DAYS:
        raise DeadlinesError("deadline.days-out-of-range", days=str(days), least="1", most=str(_MOST_DAYS))
    return days


def _rolled(day: date, calendar: WorkCalendar) -> Deadline:
    provisional = not calendar.announced(day.year)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
        provisional = provisional or not calendar.announced(day.year)
    return Deadline(day, provisional)


def _counted(day: date, working_days: int, calendar: WorkCalendar) -> Deadline:
    provisional = False
    while working_days:
        day += timedelta(days=1)
        provisional = provisional or not calendar.announced(day.year)
        working_days -= calendar.is_working_day(day)
    return Deadline(day, provisional)
