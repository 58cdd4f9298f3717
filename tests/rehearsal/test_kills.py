"""Worker and server killed at any point: the year ends in the same book, with neither gap nor double."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.replay import replay
from audit.verifier.verify_books import verify
from tests.support.killer import Blow, Killer, blows
from tests.support.normalised import normalised
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

ACTS = 13
BLOWS = 4


def _same_year(killed: Played, whole: Played) -> None:
    assert normalised(killed.desk, killed.rehearsed.book) == normalised(whole.desk, whole.rehearsed.book)
    assert killed.result.departments[0].evaluation.total == whole.result.departments[0].evaluation.total
    report = verify(killed.settings.data)
    assert report.ok, report.first
    assert replay(killed.desk.engine, killed.rehearsed.book).mismatches == ()


def _played(data: Path, planned: list[Blow]) -> Played:
    killer = Killer(data, planned)
    played = play(data, "shijing-2021", killer.tell)
    killer.finish()
    assert killer.dealt, "no blow met a living process"
    return played


def test_killing_the_worker_at_several_points_ends_in_the_same_book(shijing: Played, tmp_path: Path) -> None:
    # At the opening, and while a phase turns, warnings are raised and a filing is scored.
    planned = [Blow(0, 0.4, "worker"), Blow(3, 0.02, "worker"), Blow(9, 0.06, "worker"), Blow(11, 0.01, "worker")]
    _same_year(_played(tmp_path, planned), shijing)


def test_killing_the_server_at_several_points_ends_in_the_same_book(shijing: Played, tmp_path: Path) -> None:
    # At the opening, while warnings are raised, together with the worker while a filing is scored, at the year's end.
    planned = [Blow(0, 0.2, "server"), Blow(2, 0.03, "server"), Blow(9, 0.05, "both"), Blow(13, 0.05, "server")]
    _same_year(_played(tmp_path, planned), shijing)


@pytest.mark.soak
def test_killing_worker_and_server_at_random_points(shijing: Played, tmp_path: Path, seed: int) -> None:
    _same_year(_played(tmp_path, blows(seed, ACTS, BLOWS)), shijing)
