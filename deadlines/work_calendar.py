"""The working days of the People's Republic of China, as data that a book keeps (工作日, 调休)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from deadlines.errors import CalendarError
from deadlines.freeze import Freeze, FreezeData, iso_day

CalendarData: TypeAlias = Mapping[str, object]
WrittenCalendar: TypeAlias = dict[str, str | list[str] | list[FreezeData]]

_SATURDAY: Final = 5
_KEYS: Final = ("version", "holidays", "workdays", "years", "freezes")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, as announced by the State Council year by year, and when no deadline falls.

    `holidays` are weekdays off, `workdays` weekend days worked (调休), `years` the announced years; `version` names
    where they come from. In a year that is not announced, Monday to Friday count as worked: what follows from such a
    day is provisional. Raises CalendarError if a day lies outside the years or is listed on the wrong side.
    """

    version: str
    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]
    freezes: tuple[Freeze, ...] = ()

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

    def freeze(self, day: date) -> Freeze | None:
        """The freeze period that the day lies in; of several, one whose days do not count."""
        if not self.freezes:
            return None
        found = [one for one in self.freezes if one.covers(day)]
        return min(found, key=lambda one: one.counted, default=None)

    def with_announced(self, announced: WorkCalendar) -> WorkCalendar:
        """This calendar with the years of another in the place of its own, and the other's freeze periods added."""
        years = announced.years
        return WorkCalendar(
            version=announced.version,
            holidays=announced.holidays | {day for day in self.holidays if day.year not in years},
            workdays=announced.workdays | {day for day in self.workdays if day.year not in years},
            years=self.years | years,
            freezes=tuple(dict.fromkeys((*self.freezes, *announced.freezes))),
        )

    def to_data(self) -> WrittenCalendar:
        """Write it as JSON-able data in one fixed order: the same calendar gives the same bytes.

        Without freeze periods nothing is written of them: what a book froze before there were any stays as it is.
        """
        written: WrittenCalendar = {
            "version": self.version,
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
            "workdays": [day.isoformat() for day in sorted(self.workdays)],
            "years": [str(year) for year in sorted(self.years)],
        }
        return {**written, "freezes": [one.to_data() for one in self.freezes]} if self.freezes else written

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
            holidays=frozenset(iso_day(str(each)) for each in _list(data, "holidays")),
            workdays=frozenset(iso_day(str(each)) for each in _list(data, "workdays")),
            years=frozenset(_year(str(each)) for each in _list(data, "years")),
            freezes=tuple(Freeze.from_data(each) for each in _list({"freezes": [], **data}, "freezes")),
        )


def _list(data: CalendarData, key: str) -> list[object]:
    values = data.get(key)
    if not isinstance(values, list):
        raise CalendarError("calendar.missing-key", key=key)
    return values


def _year(text: str) -> int:
    if not (len(text) == len("2022") and text.isascii() and text.isdigit()):
        raise CalendarError("calendar.bad-year", value=text)
    return int(text)
