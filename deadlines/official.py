"""The announced working days, read from the package chinesecalendar: the one file that imports it.

The package repeats the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知), which comes out between
October and December of the year before.
"""

from __future__ import annotations

from datetime import date, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

import chinese_calendar

from deadlines.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable

_SATURDAY = 5


def official_calendar(years: Iterable[int]) -> WorkCalendar:
    """Return the announced calendar of these years; a year that is not known yet is left out, never guessed."""
    known = frozenset(year for year in years if _is_known(year))
    days = [day for year in sorted(known) for day in _days_of(year)]
    worked = {day for day in days if chinese_calendar.is_workday(day)}
    return WorkCalendar(
        version=f"chinesecalendar/{version('chinesecalendar')}",
        holidays=frozenset(day for day in days if day.weekday() < _SATURDAY and day not in worked),
        workdays=frozenset(day for day in worked if day.weekday() >= _SATURDAY),
        years=known,
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
