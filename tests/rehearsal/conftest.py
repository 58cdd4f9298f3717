"""One rehearsal of the shipped scenario, played once on the real engine and shared by all tests that only read it."""

from __future__ import annotations

import pytest

from tests.support.rehearsals import Played, play
from tests.support.seeds import take_seeds

pytest_generate_tests = take_seeds


@pytest.fixture(scope="session")
def shijing(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("shijing"), "shijing-2021", apart=True)
