from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from app.folder_lock import holder, holding, is_held

if TYPE_CHECKING:
    from pathlib import Path

HOLDING = """
import sys, time
from pathlib import Path
from app.folder_lock import holding
with holding(Path(sys.argv[1])) as held:
    print(held, flush=True)
    time.sleep(60)
"""


def test_a_lock_is_held_for_the_length_of_the_block(tmp_path: Path) -> None:
    path = tmp_path / "data" / "lock"
    assert not is_held(path)
    with holding(path) as first, holding(path) as second:
        assert (first, second) == (True, False)
        assert is_held(path)
        assert holder(path) == str(os.getpid())
    assert not is_held(path)


def test_asking_does_not_take_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holding(path):
        pass
    assert not is_held(path)
    with holding(path) as held:
        assert held


def test_a_lock_goes_with_the_process_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert (is_held(path), holder(path)) == (True, str(process.pid))
        process.kill()
    assert not is_held(path)
    assert holder(path) == str(process.pid)
