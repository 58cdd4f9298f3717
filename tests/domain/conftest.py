from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.domain.stages import Stages
from tests.support.seeds import take_seeds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_generate_tests = take_seeds


@pytest.fixture
def stages(tmp_path: Path, empty_data: Path) -> Iterator[Stages]:
    stages = Stages(empty_data, tmp_path)
    yield stages
    stages.close()
