"""What a terminal can do to a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import cli
import cli.task
import cli.task_list
from tests.support.sentences import says

ROOT: Final = Path(cli.__file__).parents[1]


def program(*arguments: str | Path, out: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        env={"PATH": "/usr/bin", **environment},
        cwd=ROOT,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}])
def test_a_terminal_that_knows_no_chinese_still_gets_the_score(
    rubric: Path, facts: Path, environment: dict[str, str]
) -> None:
    ran = program("score", "--rubric", rubric, facts, **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "90.25" in ran.stdout


@pytest.mark.slow
def test_an_output_that_takes_nothing_more_is_an_outage_and_not_a_trace(rubric: Path, facts: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = program("score", "--rubric", rubric, facts, out=full.fileno(), JIXIAO_LANG="en")
    assert (ran.returncode, says(ran.stderr, "disk.full")) == (6, True)
    assert len(ran.stderr.splitlines()) == 1
