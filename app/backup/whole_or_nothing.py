"""A folder is filled whole or left as it was found: empty, or not there."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def whole_or_nothing(folder: Path, *beside: Path) -> Iterator[None]:
    """Make the folder, which is empty or not there; whatever stops the block takes away what it has written.

    So it does with the files `beside`, of which none is there yet. The same command can then be given again once there
    is room; what a killed process leaves has to be removed by hand.
    """
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for left in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        for file in beside:
            file.unlink(missing_ok=True)
        if not was_there and folder.is_dir():
            folder.rmdir()
        raise
