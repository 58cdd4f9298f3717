"""One rehearsal of the shipped scenario, played once on the real engine and shared by all tests that only read it."""

from __future__ import annotations

import pytest

from tests.support.rehearsals import Played, play
from tests.support.seeds import seeds

DEFAULT_SEEDS = "0-11"


@pytest.fixture(scope="session")
def shijing(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("shijing"), "shijing-2021")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Long runs take their seeds from the environment: SEEDS=7 runs one that fell alone, SEEDS=0-99 a range."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", seeds(DEFAULT_SEEDS))
