"""Folders that are made once in a run, whichever of its processes asks first; the others copy them."""

from __future__ import annotations

import fcntl
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def made_once(rooms: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made by `make` unless another process of the run has made it; nobody writes to it."""
    own = rooms.getbasetemp()
    room = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, unfinished = room / name, room / f"{name}-unfinished"
    with (room / f"{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            # A process that failed may have left half of it.
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder
