"""What `jixiao up` opens: a file or its folder, a real book or a demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cli.up

if TYPE_CHECKING:
    from app.service import Opening
    from tests.support.command_line import CommandLine

PRACTICE = Path(__file__).parents[2] / "docs" / "guide" / "practice"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Opening | None]:
    """What the service would have been given to open."""
    found: list[Opening | None] = []
    monkeypatch.setattr(cli.up, "serve", lambda _settings, opening, _ready, **_: found.append(opening))
    return found


@pytest.mark.parametrize("named", [PRACTICE, PRACTICE / "scenario.yaml"])
def test_a_real_book_is_opened_from_a_file_or_its_folder(
    jixiao: CommandLine, opened: list[Opening | None], named: Path
) -> None:
    ran = jixiao("up", "--open", named)
    assert ran.code == 0, ran.err
    assert [(one.scenario.id, one.kind) for one in opened if one is not None] == [("practice-2024", "real")]


def test_a_real_book_and_a_demonstration_are_not_opened_together(
    jixiao: CommandLine, opened: list[Opening | None]
) -> None:
    ran = jixiao("up", "--open", PRACTICE, "--demo", str(PRACTICE))
    assert (ran.code, opened) == (1, [])
    assert "choose one of them" in ran.err
