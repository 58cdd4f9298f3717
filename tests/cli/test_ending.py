"""How the program ends: with its code, everything said, and no success where the output was lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

import cli

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(cli.__file__).parents[1]
ENDING = "import sys; from cli.ending import end_process; print('said'); print('noted', file=sys.stderr); "
LINGERING = "import threading, time; threading.Thread(target=time.sleep, args=(60,)).start(); "


def ended(script: str, arguments: Sequence[str] = (), out: int | IO[str] = subprocess.PIPE) -> tuple[int, str, str]:
    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=30,
        check=False,
    )
    return ran.returncode, ran.stdout or "", ran.stderr


@pytest.mark.parametrize("code", [0, 1, 4])
def test_the_process_ends_with_its_code_and_everything_is_said(code: int) -> None:
    assert ended(f"{ENDING} end_process({code})") == (code, "said\n", "noted\n")


def test_a_thread_that_still_works_does_not_keep_the_process() -> None:
    assert ended(f"{LINGERING}{ENDING} end_process(0)") == (0, "said\n", "noted\n")


@pytest.mark.parametrize(("code", "seen"), [(0, 6), (5, 5)])
def test_an_output_that_could_not_be_written_is_no_success(code: int, seen: int) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert ended(f"{ENDING} end_process({code})", out=full)[0] == seen


def test_an_output_that_was_closed_before_the_end_is_no_success() -> None:
    assert ended(f"{ENDING} sys.stdout.close(); end_process(0)")[0] == 6


def test_a_log_is_written_to_its_end(tmp_path: Path) -> None:
    logging = (
        "import logging, logging.handlers as kinds; log = logging.getLogger(); "
        f"log.addHandler(kinds.MemoryHandler(99, 99, logging.FileHandler({str(tmp_path / 'log')!r}))); "
        "log.warning('kept'); "
    )
    assert ended(f"{logging}{ENDING} end_process(0)")[0] == 0
    assert (tmp_path / "log").read_text() == "kept\n"


@pytest.mark.slow
def test_a_fault_of_the_program_itself_keeps_its_trace_and_is_no_success() -> None:
    script = "import cli.main as program; program.run = lambda _: 1 / 0; program.main()"
    code, _, err = ended(script)
    assert code == 7
    assert err.endswith("ZeroDivisionError: division by zero\n")


@pytest.mark.slow
def test_the_program_ends_with_the_code_of_its_command() -> None:
    code, out, err = ended("from cli.main import main; main()", ["score", "--rubrik", "x"])
    assert (code, out) == (2, "")
    assert "jixiao score [选项/OPTIONS]" in err
