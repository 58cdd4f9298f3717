from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest

from app.folder_lock import holding
from app.scenario import rubric_path
from app.settings import Settings
from tests.support.command_line import CommandLine
from tests.support.shijing import scenario
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.shijing import Shijing


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


@pytest.fixture(autouse=True)
def closed_logs() -> Iterator[None]:
    """A program's log ends with it; commands that run in this process leave theirs open."""
    yield
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.FileHandler):
            handler.close()


@pytest.fixture
def service(shijing: Shijing, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shijing]:
    """A service that seems to run, and whose engine does not answer."""
    (data / "service.json").write_text(f'{{"address": "127.0.0.1:1", "pid": {os.getpid()}}}')
    monkeypatch.setattr("app.temporal_client._TRIES", 1)
    monkeypatch.setattr("app.temporal_client.asyncio.sleep", _at_once)
    shijing.open_phase("targets")
    with holding(Settings(data=data).lock):
        yield shijing


async def _at_once(_seconds: float) -> None:
    return
