from __future__ import annotations

import errno
import itertools
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from app.kept_process import KeptProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

SLEEPER = [sys.executable, "-S", "-c", "import signal; signal.pause()"]


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_killed_process_is_started_again_and_the_file_names_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "sleeper.pid"
    kept = KeptProcess("sleeper", lambda: subprocess.Popen(SLEEPER), file)
    first = kept.pid
    assert file.read_text() == str(first)
    os.kill(first, signal.SIGKILL)
    until(lambda: kept.restarts == 1 and kept.pid != first)
    until(lambda: file.read_text() == str(kept.pid))
    assert not kept.ended
    kept.stop()
    assert (kept.ended, kept.restarts) == (True, 1)


def test_a_process_that_dies_at_once_is_started_again_less_and_less_often(tmp_path: Path) -> None:
    starts: list[float] = []

    def start() -> subprocess.Popen[bytes]:
        starts.append(time.monotonic())
        return subprocess.Popen(["/bin/false"])

    kept = KeptProcess("fragile", start, tmp_path / "fragile.pid")
    until(lambda: len(starts) == 5)
    kept.stop()
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert gaps[3] > 2 * gaps[0]


def test_a_start_that_the_disk_prevents_is_tried_again_until_it_succeeds(tmp_path: Path) -> None:
    starts: list[bool] = []

    def start() -> subprocess.Popen[bytes]:
        full = len(starts) in {1, 2}
        starts.append(not full)
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return subprocess.Popen(SLEEPER)

    kept = KeptProcess("sleeper", start, tmp_path / "sleeper.pid")
    first = kept.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: kept.pid != first)
    until(lambda: (tmp_path / "sleeper.pid").read_text() == str(kept.pid))
    kept.stop()
    assert (starts, kept.restarts) == ([True, False, False, True], 3)


def test_a_process_that_cannot_be_noted_runs_and_is_not_started_twice(tmp_path: Path) -> None:
    starts: list[int] = []

    def start() -> subprocess.Popen[bytes]:
        starts.append(len(starts))
        return subprocess.Popen(SLEEPER)

    kept = KeptProcess("sleeper", start, tmp_path / "no folder" / "sleeper.pid")
    first = kept.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: kept.pid != first)
    assert not kept.ended
    kept.stop()
    assert (starts, kept.ended) == ([0, 1], True)
