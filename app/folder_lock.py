"""One service or rehearsal at a time works on a data folder: the kernel's lock on a file, gone with its process."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Whoever asks takes the lock for an instant; only one that stays taken belongs to another worker on the folder.
_TRIES: Final = 20
_PAUSE_SECONDS: Final = 0.02


@contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Hold the lock for the length of the block; yields False when another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        held = _take(file)
        if held:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
        yield held


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock; a number that the kernel gave to somebody else cannot deceive."""
    try:
        with path.open(encoding="ascii") as file:
            return not _lock(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def holder(path: Path) -> str:
    """The process id of whoever took the lock last."""
    return path.read_text(encoding="ascii")


def _take(file: TextIO) -> bool:
    for _ in range(_TRIES):
        if _lock(file, fcntl.LOCK_EX):
            return True
        time.sleep(_PAUSE_SECONDS)
    return False


def _lock(file: TextIO, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
