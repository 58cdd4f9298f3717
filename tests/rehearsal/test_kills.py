"""Worker, server and the one who drives killed at any point: the years end in the same books, without gap or double."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from app.scenario import shipped_scenarios
from tests.support.killer import Blow, Killer, blows
from tests.support.rehearsals import Played, play, play_all
from tests.support.same_year import require_same_years

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow

BLOWS = 5
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Played]:
    """Every shipped scenario, five departments in all, played side by side."""
    return play_all(tmp_path_factory.mktemp("undisturbed"), shipped_scenarios(), apart=True)


def _killed(data: Path, planned: list[Blow]) -> Played:
    killer = Killer(data, planned)
    played = play(data, "shijing-2021", killer.tell, apart=True)
    killer.finish()
    assert len(killer.dealt) == len(planned)
    return played


def test_killing_the_worker_at_several_points_ends_in_the_same_book(shijing: Played, tmp_path: Path) -> None:
    # At the opening, and while a filing is scored.
    require_same_years([_killed(tmp_path, [Blow(0, 0.4, "worker"), Blow(9, 0.06, "worker")])], [shijing])


def test_killing_the_server_at_several_points_ends_in_the_same_book(shijing: Played, tmp_path: Path) -> None:
    # At the opening, while warnings are raised, together with the worker, at the year's end.
    planned = [Blow(0, 0.2, "server"), Blow(2, 0.03, "server"), Blow(9, 0.05, "both"), Blow(13, 0.0, "server")]
    require_same_years([_killed(tmp_path, planned)], [shijing])


def test_a_rehearsal_that_was_killed_itself_is_taken_up_again(shijing: Played, tmp_path: Path) -> None:
    _interrupt(tmp_path, ["shijing-2021"], 21)
    require_same_years([play(tmp_path, "shijing-2021", apart=True)], [shijing])


@pytest.mark.soak
def test_killing_worker_and_server_at_random_points(undisturbed: Sequence[Played], tmp_path: Path, seed: int) -> None:
    acts = sum(len(one.rehearsed.scenario.acts) for one in undisturbed)
    killer = Killer(tmp_path, blows(seed, acts, BLOWS))
    played = play_all(tmp_path, shipped_scenarios(), killer.tell, apart=True)
    killer.finish()
    sys.stdout.write(f"seed {seed}: {', '.join(map(str, killer.dealt))}\n")
    assert killer.dealt, "no blow met a living process"
    require_same_years(played, undisturbed)


@pytest.mark.soak
def test_killing_the_driver_at_random_points(undisturbed: Sequence[Played], tmp_path: Path, seed: int) -> None:
    records = sum(one.result.records for one in undisturbed)
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    points = sorted(chance.sample(range(1, records), 2))
    sys.stdout.write(f"seed {seed}: driver killed after {points} records\n")
    for point in points:
        _interrupt(tmp_path, shipped_scenarios(), point)
    require_same_years(play_all(tmp_path, shipped_scenarios(), apart=True), undisturbed)


def _interrupt(data: Path, scenarios: list[str], records: int) -> None:
    """Rehearse in a process of its own and kill it when so many records stand; its children die with it."""
    driver = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "rehearse", *scenarios, "--json"],
        env={**os.environ, "JIXIAO_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait_until(lambda: _records(data) >= records or driver.poll() is not None)
    children = [int((data / name).read_text()) for name in ("worker.pid", "temporal.pid")]
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    _wait_until(lambda: not any(map(_alive, children)))


def _records(data: Path) -> int:
    try:
        with sqlite3.connect(f"file:{data / 'jixiao.db'}?mode=ro", uri=True) as ledger:
            return int(ledger.execute("SELECT count(*) FROM ledger").fetchone()[0])
    except sqlite3.OperationalError:
        # The file or its table is not there yet.
        return 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.01)
