from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


@pytest.fixture
def tampered(played: Shijing, data: Path) -> Tampered:
    """The played book as somebody can alter it who has the whole database; `played` reads it again."""
    played.desk.engine.dispose()
    return Tampered(data)
