"""The working days of the People's Republic of China, as data that a book freezes (工作日, 调休)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from deadlines.errors import CalendarError

CalendarData: TypeAlias = Mapping[str, str | list[str]]

_SATURDAY = 5
_KEYS = ("version", "holidays", "workdays", "years")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, as announced by the State Council year by year.

    `holidays` are weekdays off, `workdays` weekend days worked (调休), `years` the announced years; `version` names
    where they come from. In a year that is not announced, Monday to Friday count as worked: what follows from such a
    day is provisional. Raises CalendarError if a day lies outside the years or is listed on the wrong side.
    """

    version: str
    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]

    def __post_init__(self) -> None:
        for day in sorted(self.holidays | self.workdays):
            if day.year not in self.years:
                raise CalendarError("calendar.day-outside-years", day=day.isoformat())
        for day in sorted(self.holidays):
            if day.weekday() >= _SATURDAY:
                raise CalendarError("calendar.holiday-on-weekend", day=day.isoformat())
        for day in sorted(self.workdays):
            if day.weekday() < _SATURDAY:
                raise CalendarError("calendar.workday-on-weekday", day=day.isoformat())

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked; a guess from the weekday if its year is not announced."""
        if day.weekday() >= _SATURDAY:
            return day in self.workdays
        return day not in self.holidays

    def announced(self, year: int) -> bool:
        """Whether the year's holidays and make-up days are known."""
        return year in self.years

    def to_data(self) -> dict[str, str | list[str]]:
        """Write it as JSON-able data in one fixed order: the same calendar gives the same bytes."""
        return {
            "version": self.version,
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
            "workdays": [day.isoformat() for day in sorted(self.workdays)],
            "years": [str(year) for year in sorted(self.years)],
        }

    @classmethod
    def from_data(cls, data: CalendarData) -> WorkCalendar:
        """Read what `to_data` wrote. Raises CalendarError naming the key or the value that is wrong."""
        if unknown := sorted(set(data) - set(_KEYS)):
            raise CalendarError("calendar.unknown-key", key=unknown[0], known=", ".join(_KEYS))
        version = data.get("version")
        if not isinstance(version, str) or not version:
            raise CalendarError("calendar.missing-key", key="version")
        return cls(
            version=version,
            holidays=frozenset(_day(text) for text in _texts(data, "holidays")),
            workdays=frozenset(_day(text) for text in _texts(data, "workdays")),
            years=frozenset(_year(text) for text in _texts(data, "years")),
        )


def _texts(data: CalendarData, key: str) -> list[str]:
    values = data.get(key)
    if not isinstance(values, list):
        raise CalendarError("calendar.missing-key", key=key)
    return [str(value) for value in values]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CalendarError("calendar.bad-day", value=text) from None
    if day.isoformat() != text:
        raise CalendarError("calendar.bad-day", value=text)
    return day


def _year(text: str) -> int:
    if not (len(text) == len("2022") and text.isascii() and text.isdigit()):
        raise CalendarError("calendar.bad-year", value=text)
    return int(text)
