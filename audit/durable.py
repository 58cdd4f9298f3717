"""Files that are whole or absent after a crash, and folders that are not lost with what is in them."""

from __future__ import annotations

import os
from threading import get_ident
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_durably(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write to a temporary name, fsync, rename, fsync the folder; on an OSError no half of a file is left."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    try:
        _write(temporary, content, mode)
        temporary.rename(path)
    except OSError:
        # On a full disk the rest of a file that nobody asks for would keep the next one out.
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def keep_durably(copy: Path, path: Path) -> None:
    """Let a whole copy on the same disk take its name: fsync, rename, fsync the folder."""
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.rename(path)
    _sync_folder(path.parent)


def make_folder_durably(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it that are missing; the names of all of them are on the disk afterwards."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    # The folder's own name in any case: whoever made it may have been killed before it was on the disk.
    for parent in {folder.parent, *(one.parent for one in missing)}:
        _sync_folder(parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
