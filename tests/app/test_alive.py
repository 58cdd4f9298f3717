"""A long activity's heart beats while it works, and only where somebody listens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event, active_count

import pytest
from temporalio.testing import ActivityEnvironment

from app.alive import beating


def heard(timeout: timedelta | None, beats: Event) -> ActivityEnvironment:
    """An activity that is taken for dead after such a silence; every beat is heard."""
    env = ActivityEnvironment()
    env.info = replace(env.info, heartbeat_timeout=timeout)
    env.on_heartbeat = lambda *_: beats.set()
    return env


def test_the_heart_beats_while_the_work_lasts_and_not_beyond() -> None:
    beats = Event()

    def work() -> bool:
        with beating():
            return beats.wait(10)

    before = active_count()
    assert heard(timedelta(milliseconds=40), beats).run(work)
    assert active_count() == before
    beats.clear()
    assert not beats.wait(0.05)


def test_where_nobody_listens_no_heart_beats() -> None:
    def work() -> int:
        before = active_count()
        with beating():
            return active_count() - before

    assert heard(None, Event()).run(work) == 0


def test_the_heart_stops_with_work_that_fails() -> None:
    def fail() -> None:
        with beating():
            raise KeyError("fault")

    before = active_count()
    with pytest.raises(KeyError, match="fault"):
        heard(timedelta(seconds=20), Event()).run(fail)
    assert active_count() == before
