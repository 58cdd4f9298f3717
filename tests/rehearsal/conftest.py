"""One rehearsal of the shipped scenario, played once on the real engine and shared by all tests that only read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.desks import copied
from tests.support.made_once import made_once
from tests.support.rehearsals import Played, play
from tests.support.seeds import take_seeds

if TYPE_CHECKING:
    from pathlib import Path

pytest_generate_tests = take_seeds


def _play(data: Path) -> None:
    play(data, "shijing-2021", apart=True).desk.engine.dispose()


@pytest.fixture(scope="session")
def shijing_played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the rehearsal, as it was left; for whoever copies it."""
    return made_once(tmp_path_factory, "shijing-played", _play)


@pytest.fixture(scope="session")
def shijing(tmp_path_factory: pytest.TempPathFactory, shijing_played: Path) -> Played:
    # A rehearsal that is over is told from its book: no engine is started again.
    return play(copied(shijing_played, tmp_path_factory.mktemp("shijing") / "data"), "shijing-2021", apart=True)
