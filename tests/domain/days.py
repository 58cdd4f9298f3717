"""Days and instants of the model, reckoned without the room that reckons them in the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

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
# The days of the second book's year are still to be announced when it is opened.
UNANNOUNCED: Final[dict[str, str | list[str]]] = {
    "version": "earlier",
    "holidays": [],
    "workdays": [],
    "years": ["2020", "2022"],
}


def days_off(calendar: Mapping[str, str | list[str]]) -> tuple[frozenset[date], frozenset[date]]:
    """The weekdays off and the weekend days worked that a calendar names."""
    holidays, workdays = (frozenset(map(date.fromisoformat, calendar[name])) for name in ("holidays", "workdays"))
    return holidays, workdays


@dataclass
class Days:
    """What a book knows of the days: those off and worked beside the usual ones, and the announced years."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]

    @classmethod
    def of(cls, calendar: Mapping[str, str | list[str]]) -> Days:
        """As the opening of a book froze them."""
        return cls(*days_off(calendar), frozenset(map(int, calendar["years"])))

    def worked(self, day: date) -> bool:
        """Whether the day is worked."""
        return day in self.workdays or (day.weekday() <= _FRIDAY and day not in self.holidays)

    def after(self, day: date, number: int) -> date:
        """The day that so many working days after this one end on."""
        left = number
        while left:
            day += timedelta(days=1)
            left -= self.worked(day)
        return day


def day_of(moment: datetime) -> date:
    """The day in Shanghai."""
    return (moment + _SHANGHAI).date()


def at(day: date, hour: int = 0) -> datetime:
    """The instant of a full hour in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour) - _SHANGHAI
