from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cli
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine

PROGRAM = Path(sys.executable).with_name("jixiao")
ROOT = Path(cli.__file__).parents[1]


def test_an_unknown_language_is_a_fault_of_the_command_line(jixiao: CommandLine) -> None:
    ran = jixiao("--lang", "xx", "task", "list")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'There is no language "xx"; choose one of: en, zh.\n'


@pytest.mark.parametrize(("language", "said"), [("en", "There is no database"), ("zh", "里没有数据库")])
def test_the_language_of_a_command_is_chosen_before_it(jixiao: CommandLine, language: str, said: str) -> None:
    ran = jixiao("--lang", language, "task", "list")
    assert ran.code == 1
    assert said in ran.err


def test_the_same_score_is_given_in_both_languages(jixiao: CommandLine, rubric: Path, facts: Path) -> None:
    english, chinese = (
        jixiao("--lang", language, "score", "--rubric", rubric, facts, "--json").document for language in ("en", "zh")
    )
    assert english.keys() == chinese.keys()
    assert english["total"] == chinese["total"]
    assert english["rows"][0]["reason"] == "93.65936908…%: scored in proportion"
    assert chinese["rows"][0]["reason"] == "93.65936908…%，按比例计分"


@pytest.mark.parametrize("arguments", [("scores",), ("score", "--rubrik", "x"), ("task", "undo")])
def test_a_command_or_option_that_there_is_not_is_a_fault_of_the_command_line(
    jixiao: CommandLine, arguments: tuple[str, ...]
) -> None:
    ran = jixiao(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: jixiao" in ran.err


@pytest.mark.parametrize(
    ("arguments", "frames"),
    [
        ((), ["选项 / Options", "命令 / Commands"]),
        (("rubric", "switch"), ["选项 / Options", "命令 / Commands"]),
        (("correct", "approve"), ["参数 / Arguments", "选项 / Options"]),
    ],
)
def test_the_frames_of_help_are_named_in_both_languages(
    jixiao: CommandLine, arguments: tuple[str, ...], frames: list[str]
) -> None:
    out = jixiao(*arguments, "--help").out
    assert re.findall(r"─ (\S.*?) ─", out) == frames
    assert "显示本说明 / Show this message and exit." in out
    assert f"用法 / Usage: jixiao {' '.join((*arguments, '[选项/OPTIONS]'))} " in out


@pytest.mark.thorough
def test_the_installed_program_speaks_the_language_of_its_environment(tmp_path: Path, rubric: Path) -> None:
    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, "rubric", "check", rubric],
            env={"PATH": "/usr/bin", "JIXIAO_DATA": str(tmp_path), **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )

    assert run(LANG="en_GB.UTF-8").stdout.endswith(": no problem found.\n")
    assert "no problem" not in run(LANG="zh_CN.UTF-8").stdout


@pytest.mark.slow
def test_scoring_loads_neither_workflow_engine_nor_database(rubric: Path) -> None:
    script = (
        "import sys; from cli.main import run\n"
        "run(sys.argv[1:])\n"
        "print([name for name in ('temporalio', 'sqlalchemy') if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "score", "--rubric", rubric, FOLDER / "facts.yaml", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stderr.splitlines()[-1] == "[]"
