"""When a message goes out and when it is tried again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from app.delivery.pace import Pace
from deadlines.local_time import at_local, local_minute

PACE = Pace()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return at_local(date(2026, 11, day), time(hour, minute))


def test_what_is_told_at_once_is_gathered_for_half_a_minute() -> None:
    assert PACE.release("at-once", at(20, 14)) == at(20, 14) + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("digest", "queued", "released"),
    [
        ("daily", at(20, 9), "2026-11-20 09:05"),
        ("daily", at(20, 9, 5), "2026-11-20 09:05"),
        ("daily", at(20, 9, 6), "2026-11-21 09:05"),
        ("weekly", at(20, 9), "2026-11-23 09:05"),
        ("weekly", at(23, 9), "2026-11-23 09:05"),
        ("weekly", at(23, 10), "2026-11-30 09:05"),
    ],
)
def test_a_digest_goes_out_right_after_the_mornings_reminders(digest: str, queued: datetime, released: str) -> None:
    assert local_minute(PACE.release(digest, queued)) == released


def test_the_pause_doubles_up_to_six_hours_and_all_attempts_take_about_two_days() -> None:
    pauses = [PACE.pause(attempt) for attempt in range(1, PACE.attempts)]
    assert [pause.total_seconds() / 60 for pause in pauses[:5]] == [1, 2, 4, 8, 16]
    assert max(pauses) == timedelta(hours=6)
    assert timedelta(hours=40) < sum(pauses, timedelta()) < timedelta(hours=50)
