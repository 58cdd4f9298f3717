"""Days and instants in the time of the People's Republic (Asia/Shanghai), in which every deadline is judged."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from deadlines.errors import DeadlinesError

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_date(instant: datetime) -> date:
    """Return the day in Shanghai on which an instant lies. Raises DeadlinesError for a time without a zone."""
    return local_clock(instant).date()


def local_clock(instant: datetime) -> datetime:
    """Return the instant as clocks in Shanghai show it. Raises DeadlinesError for a time without a zone."""
    return _aware(instant).astimezone(_SHANGHAI)


def at_local(day: date, clock: time) -> datetime:
    """Return the UTC instant at which clocks in Shanghai show this time on this day."""
    return datetime.combine(day, clock, tzinfo=_SHANGHAI).astimezone(UTC)


def local_minute(instant: datetime) -> str:
    """Write an instant as clocks in Shanghai show it: 2022-03-18 09:05."""
    return _aware(instant).astimezone(_SHANGHAI).strftime("%Y-%m-%d %H:%M")


def end_of_day(day: date) -> datetime:
    """Return the last microsecond of the day in Shanghai, in UTC; a deadline includes it."""
    return at_local(day, time.max)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise DeadlinesError("time.without-zone", value=instant.isoformat())
    return instant
