from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from app.tethered import tethered

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PARENT = """
import subprocess, sys, time
from app.tethered import tethered
child = subprocess.Popen(tethered([sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]),
                         stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_tethered_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    end = time.monotonic() + 10
    while alive(child):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_program_takes_the_place_of_the_one_that_tethers_it() -> None:
    script = "import os, sys; print(os.getpid(), os.getppid(), *sys.argv[1:])"
    with subprocess.Popen(
        tethered([sys.executable, "-c", script, "一", "--two"]), stdout=subprocess.PIPE, text=True
    ) as child:
        said, _ = child.communicate()
    assert said.split() == [str(child.pid), str(os.getpid()), "一", "--two"]


def test_nothing_is_run_for_a_parent_that_is_gone(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    command = tethered(["/bin/sh", "-c", f"echo > {mark}"])
    gone = [*command[: command.index(str(os.getpid()))], "1", *command[command.index(str(os.getpid())) + 1 :]]
    assert subprocess.run(gone, check=True, capture_output=True).stderr == b""
    assert not mark.exists()


def test_a_program_that_is_not_there_is_an_error_and_not_a_silence() -> None:
    ran = subprocess.run(tethered(["/no/such/program"]), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, b"/no/such/program: No such file or directory\n")
