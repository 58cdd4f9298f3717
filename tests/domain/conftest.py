from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from audit.verifier import ed25519
from tests.domain.stages import Stages
from tests.support.seeds import take_seeds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_generate_tests = take_seeds


@pytest.fixture(autouse=True)
def known_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Curve arithmetic is slow, and whether a signature is good does not change between two looks."""
    monkeypatch.setattr(ed25519, "is_valid", cache(ed25519.is_valid))


@pytest.fixture
def stages(tmp_path: Path, empty_data: Path) -> Iterator[Stages]:
    stages = Stages(empty_data, tmp_path)
    yield stages
    stages.close()
