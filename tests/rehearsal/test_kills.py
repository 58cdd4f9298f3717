"""A worker killed at any point: the year ends in the same book, with neither gap nor double."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from audit.replay import replay
from audit.verifier.verify_books import verify
from tests.support.normalised import normalised
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path

    from app.scenario import PlayedAct

pytestmark = pytest.mark.slow


class Killer:
    """Ends the worker with SIGKILL a moment after chosen acts were told, while what follows is in hand."""

    def __init__(self, data: Path, delays: dict[int, float]) -> None:
        self.data = data
        self.delays = delays
        self.acts = 0
        self.killed = 0

    def tell(self, stage: str, act: PlayedAct | None) -> None:
        if act is not None:
            self.acts += 1
        # Before the opening is told there is no worker yet.
        delay = None if stage == "server" else self.delays.pop(self.acts, None)
        if delay is not None:
            threading.Thread(target=self._kill, args=(delay,)).start()

    def _kill(self, delay: float) -> None:
        time.sleep(delay)
        os.kill(int((self.data / "worker.pid").read_text()), signal.SIGKILL)
        self.killed += 1


def _same_year(killed: Played, whole: Played) -> None:
    assert normalised(killed.desk, killed.rehearsed.book) == normalised(whole.desk, whole.rehearsed.book)
    assert killed.result.departments[0].evaluation.total == whole.result.departments[0].evaluation.total
    report = verify(killed.settings.data)
    assert report.ok, report.first
    assert replay(killed.desk.engine, killed.rehearsed.book).mismatches == ()


def test_killing_the_worker_at_several_points_ends_in_the_same_book(shijing: Played, tmp_path: Path) -> None:
    # At the opening, and while a phase turns, warnings are raised and answered, a filing is scored, the year ends.
    killer = Killer(tmp_path, {0: 0.4, 2: 0.03, 3: 0.02, 5: 0.02, 9: 0.06, 11: 0.01})
    killed = play(tmp_path, "shijing-2021", killer.tell)
    assert killer.killed == 6
    _same_year(killed, shijing)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(25))
def test_killing_the_worker_at_random_points(shijing: Played, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    points = chance.sample(range(14), 4)
    killer = Killer(tmp_path, {point: chance.random() * 0.3 for point in points})
    _same_year(play(tmp_path, "shijing-2021", killer.tell), shijing)
