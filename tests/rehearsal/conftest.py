"""One rehearsal of the shipped scenario, played once on the real engine and shared by all tests that only read it."""

from __future__ import annotations

import os

import pytest

from tests.support.rehearsals import Played, play

DEFAULT_SEEDS = "0-11"


@pytest.fixture(scope="session")
def shijing(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("shijing"), "shijing-2021")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Long runs take their seeds from the environment: SEEDS=7 runs one that fell alone, SEEDS=0-99 a range."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", seeds(os.environ.get("SEEDS") or DEFAULT_SEEDS))


def seeds(text: str) -> list[int]:
    """The seeds that a text names: single ones and ranges, both ends included."""
    ranges = (part.partition("-") for part in text.split(","))
    return [seed for first, _, last in ranges for seed in range(int(first), int(last or first) + 1)]
