"""How a notice or a rubric says when something is due: a printed date, or so many days, calendar or working."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from deadlines.errors import DeadlinesError

MOST_DAYS: Final = 1000
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2999


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


def day_of(text: str) -> date:
    """Read a day as people type it, YYYY-MM-DD and nothing else.

    Raises DeadlinesError `deadline.bad-date`, and `deadline.year-out-of-range` for a year that nobody plans.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DeadlinesError("deadline.bad-date", value=text) from None
    if day.isoformat() != text:
        raise DeadlinesError("deadline.bad-date", value=text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DeadlinesError("deadline.year-out-of-range", value=text, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return day


def checked(days: int) -> int:
    """Return a number of days that a deadline may have. Raises DeadlinesError `deadline.days-out-of-range`."""
    if not 1 <= days <= MOST_DAYS:
        raise DeadlinesError("deadline.days-out-of-range", days=str(days), least="1", most=str(MOST_DAYS))
    return days
