"""The announced working days, read from the package chinesecalendar: the one file that imports it.

The package repeats the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知), which comes out between
October and December of the year before.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import chinese_calendar

from deadlines.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable

_SATURDAY = 5


def official_calendar(years: Iterable[int]) -> WorkCalendar:
    """Return the announced calendar of these years; a year that is not known yet is left out, never guessed."""
    found = {year: days for year in years if (days := _announced(year)) is not None}
    return WorkCalendar(
        version=f"chinesecalendar/{version('chinesecalendar')}",
        holidays=frozenset().union(*(days.holidays for days in found.values())),
        workdays=frozenset().union(*(days.workdays for days in found.values())),
        years=frozenset(found),
    )


class _Days(NamedTuple):
    """What differs in a year from an ordinary week."""

    holidays: frozenset[date]
    workdays: frozenset[date]


@cache
def _announced(year: int) -> _Days | None:
    """The days of one year, or None while they are not known; the package does not change while the program runs."""
    if not _is_known(year):
        return None
    days = _days_of(year)
    worked = {day for day in days if chinese_calendar.is_workday(day)}
    return _Days(
        holidays=frozenset(day for day in days if day.weekday() < _SATURDAY and day not in worked),
        workdays=frozenset(day for day in worked if day.weekday() >= _SATURDAY),
    )


def _is_known(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]
