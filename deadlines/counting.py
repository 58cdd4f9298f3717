"""Counting days to a deadline, and showing how it came out: every day that was passed, and why it counted or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from deadlines.rule import CalendarDays, PrintedDate, Rule, WorkingDays, checked

if TYPE_CHECKING:
    from deadlines.work_calendar import WorkCalendar

# What a day is: worked, worked in place of another (调休), a weekend, a holiday, or in a freeze period.
DayKind = Literal["working", "make-up", "weekend", "holiday", "frozen"]

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PassedDay:
    """One day on the way: whether it counted, what it is, and whether its year is announced."""

    day: date
    counted: bool
    kind: DayKind
    announced: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How a deadline came out: `reached` where the rule itself ends, `day` where it stands after moving off a day.

    `passed` are the days after the start up to `day`; for a printed date only the days that it moved over, and itself.
    `provisional` means that the calendar of a year that is not announced was asked.
    """

    reached: date
    day: date
    provisional: bool
    passed: tuple[PassedDay, ...]


def count(start: date, rule: Rule, calendar: WorkCalendar, *, roll: bool = False) -> Count:
    """Count from a start, whose next day is day one, to the day on which something is due.

    With `roll`, an end on a day off moves to the next working day; an end in a freeze period always moves behind it.
    Raises DeadlinesError unless the number of days is 1..1000.
    """
    match rule:
        case PrintedDate(day):
            passed = [_passed_day(day, calendar, counted=False)]
            return _settled(passed, calendar, working=roll, asked=roll)
        case CalendarDays(days):
            passed = _passed(start, checked(days), calendar, working=False)
            return _settled(passed, calendar, working=roll, asked=roll)
        case WorkingDays(days):
            passed = _passed(start, checked(days), calendar, working=True)
            counted = _settled(passed, calendar, working=True, asked=True)
            return replace(counted, provisional=not all(one.announced for one in counted.passed))


def kind_of(day: date, calendar: WorkCalendar) -> DayKind:
    """What the day is in the calendar; a freeze period hides what the day would be without it."""
    if calendar.freeze(day) is not None:
        return "frozen"
    weekend = day.weekday() >= _SATURDAY
    if calendar.is_working_day(day):
        return "make-up" if weekend else "working"
    return "weekend" if weekend else "holiday"


def _passed(start: date, days: int, calendar: WorkCalendar, *, working: bool) -> list[PassedDay]:
    passed: list[PassedDay] = []
    day = start
    while days:
        day += _DAY
        counts = _counts(day, calendar, working=working)
        passed.append(_passed_day(day, calendar, counted=counts))
        days -= counts
    return passed


def _passed_day(day: date, calendar: WorkCalendar, *, counted: bool) -> PassedDay:
    return PassedDay(day, counted, kind_of(day, calendar), calendar.announced(day.year))


def _counts(day: date, calendar: WorkCalendar, *, working: bool) -> bool:
    freeze = calendar.freeze(day)
    return (freeze is None or freeze.counted) and (not working or calendar.is_working_day(day))


def _settled(passed: list[PassedDay], calendar: WorkCalendar, *, working: bool, asked: bool) -> Count:
    """Move the end off frozen days and, where it has to be a working day, off days off."""
    reached = passed[-1].day
    first = len(passed) - 1
    while calendar.freeze(passed[-1].day) is not None or (working and not calendar.is_working_day(passed[-1].day)):
        day = passed[-1].day + _DAY
        passed.append(_passed_day(day, calendar, counted=False))
    provisional = asked and not all(one.announced for one in passed[first:])
    return Count(reached, passed[-1].day, provisional, tuple(passed))
