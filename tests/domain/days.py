"""Days and instants of the model, reckoned without the room that reckons them in the product."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

_SHANGHAI: Final = timedelta(hours=8)
_HOLIDAYS: Final = frozenset({date(2021, 3, 8), date(2021, 6, 14), date(2021, 7, 1)})
_WORKED: Final = frozenset({date(2021, 3, 13), date(2021, 5, 29)})
_FRIDAY: Final = 4

# What the opening of a book freezes: two working weekends, three days off.
CALENDAR: Final[dict[str, str | list[str]]] = {
    "version": "invented",
    "holidays": [day.isoformat() for day in sorted(_HOLIDAYS)],
    "workdays": [day.isoformat() for day in sorted(_WORKED)],
    "years": ["2020", "2021", "2022"],
}


def worked(day: date) -> bool:
    """Whether the day is worked."""
    return day in _WORKED or (day.weekday() <= _FRIDAY and day not in _HOLIDAYS)


def working_days_after(day: date, number: int) -> date:
    """The day that so many working days after this one end on."""
    left = number
    while left:
        day += timedelta(days=1)
        left -= worked(day)
    return day


def day_of(moment: datetime) -> date:
    """The day in Shanghai."""
    return (moment + _SHANGHAI).date()


def at(day: date, hour: int = 0) -> datetime:
    """The instant of a full hour in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour) - _SHANGHAI
