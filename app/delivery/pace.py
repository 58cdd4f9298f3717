"""When a message goes out, and when it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

from deadlines.local_time import at_local, local_date

Digest = Literal["at-once", "daily", "weekly"]

# The reminders of nine o'clock belong to the digest of the same morning.
_MORNING: Final = time(9, 5)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long news are gathered into one message, how long to wait after a failure, and how often to try.

    The pause doubles from the first to the longest: sixteen attempts take about two days.
    """

    gather: timedelta = timedelta(seconds=30)
    first_pause: timedelta = timedelta(minutes=1)
    longest_pause: timedelta = timedelta(hours=6)
    attempts: int = 16
    round_seconds: float = 15.0

    def pause(self, attempt: int) -> timedelta:
        """How long to wait after an attempt, counted from 1, before the next one."""
        return min(self.first_pause * (1 << min(attempt - 1, 20)), self.longest_pause)

    def release(self, digest: str, queued: datetime) -> datetime:
        """When news that were queued at an instant go out: soon, or on the next morning that the digest names."""
        if digest == "at-once":
            return queued + self.gather
        day = local_date(queued)
        while at_local(day, _MORNING) < queued or (digest == "weekly" and day.weekday() != 0):
            day += timedelta(days=1)
        return at_local(day, _MORNING)
