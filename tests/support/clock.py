"""A machine clock for tests: it stands where it is put and goes one second on at every look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

STARTS = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class StepClock:
    """`now` may be set to any instant, also to an earlier one."""

    def __init__(self, now: datetime = STARTS) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
