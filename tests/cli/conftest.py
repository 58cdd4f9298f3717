from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.scenario import rubric_path
from tests.support.command_line import CommandLine
from tests.support.shijing import scenario
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def jixiao(monkeypatch: pytest.MonkeyPatch, data: Path) -> CommandLine:
    """The command line; its data folder is there only if the test makes one."""
    return CommandLine(monkeypatch, data)


@pytest.fixture(scope="session")
def rubric() -> Path:
    return rubric_path(scenario().rubric)


@pytest.fixture(scope="session")
def facts() -> Path:
    return FOLDER / "facts.yaml"
