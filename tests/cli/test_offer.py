"""What is offered after a rehearsal can be typed where the person stands, also outside the project's folder."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from app.settings import Settings
from cli.offer import show_offer
from cli.speaking import voice
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from app.rehearsal.result import RehearsalResult
    from tests.support.command_line import CommandLine

ROOT = Path(__file__).parents[2]
RESULT = cast("RehearsalResult", SimpleNamespace(records=1, book=BOOK, telling_day=date(2022, 3, 23)))


def offered(capsys: pytest.CaptureFixture[str], words: str) -> list[str]:
    """The words of the offered command that has these words, without its program."""
    show_offer(Settings(data=Path("var")), [RESULT])
    lines = capsys.readouterr().out.replace("\\\n", " ").splitlines()
    (line,) = (line for line in lines if f" {words} " in line)
    command = shlex.split(line)
    return command[command.index(words) :]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_offered_score_is_computed_from_any_folder(
    jixiao: CommandLine,
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(voice, "language", language)
    jixiao.language = language
    monkeypatch.chdir(tmp_path)
    ran = jixiao(*offered(capsys, "score"))
    assert (ran.code, "90.25" in ran.out) == (0, True)


def test_in_the_projects_folder_paths_are_short(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert offered(capsys, "score")[1:4] == [
        *("--rubric", "rules/rubrics/guangzhou-baiyun/2021/department.yaml", "scenarios/shijing_2021/facts.yaml"),
    ]
