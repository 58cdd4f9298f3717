"""Freeze periods (冻结期): days on which no deadline falls, such as the closing of the accounts at the year's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from deadlines.errors import CalendarError

FreezeData: TypeAlias = dict[str, str]

_KEYS: Final = ("from", "to", "days", "document")
_LONGEST: Final = 366


@dataclass(frozen=True, slots=True)
class Freeze:
    """From `first` to `last`, both included, no deadline falls: one that would moves to the first day after.

    Unless `counted`, the days do not count in a number of days either. `document` says which paper orders it. Raises
    CalendarError for one that ends before it begins, lasts more than 366 days, or names no document.
    """

    first: date
    last: date
    counted: bool
    document: str

    def __post_init__(self) -> None:
        shown = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        if self.last < self.first:
            raise CalendarError("calendar.freeze-backwards", **shown)
        if self.last - self.first >= timedelta(days=_LONGEST):
            raise CalendarError("calendar.freeze-too-long", **shown, most=str(_LONGEST))
        if not self.document.strip():
            raise CalendarError("calendar.freeze-without-document", **shown)

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= day <= self.last

    def to_data(self) -> FreezeData:
        """Write it as JSON-able data."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "days": "counted" if self.counted else "not-counted",
            "document": self.document,
        }

    @classmethod
    def from_data(cls, data: object) -> Freeze:
        """Read what `to_data` wrote. Raises CalendarError naming the key or the value that is wrong."""
        if not isinstance(data, Mapping):
            raise CalendarError("calendar.freeze-form", known=", ".join(_KEYS))
        if unknown := sorted({str(key) for key in data} - set(_KEYS)):
            raise CalendarError("calendar.unknown-key", key=unknown[0], known=", ".join(_KEYS))
        if missing := [key for key in _KEYS if not isinstance(data.get(key), str)]:
            raise CalendarError("calendar.missing-key", key=missing[0])
        if data["days"] not in {"counted", "not-counted"}:
            raise CalendarError("calendar.freeze-days", value=data["days"])
        return cls(iso_day(data["from"]), iso_day(data["to"]), data["days"] == "counted", data["document"])


def iso_day(text: str) -> date:
    """Read a day of a calendar. Raises CalendarError `calendar.bad-day`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CalendarError("calendar.bad-day", value=text) from None
    if day.isoformat() != text:
        raise CalendarError("calendar.bad-day", value=text)
    return day
