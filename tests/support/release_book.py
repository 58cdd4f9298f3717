"""Write the sealed book of a release: `make release-book VERSION=x`, on the commit of that release.

Five departments' years are rehearsed; database, signed heads, evidence and rubrics are packed, and one book as a
bundle. Private keys and the workflow engine's file are left out. What stands is never written again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

RELEASES = Path(__file__).parents[1] / "releases"
PACKED = "data.tar.xz"
BUNDLE = "bundle.zip"
BUNDLED = "guangzhou-baiyun/2021/rehearsal"
_KEPT = ("jixiao.db", "heads", "evidence", "rubrics")


def write_release(version: str) -> None:
    """Play, pack and export with the program of the present commit."""
    target = RELEASES / version
    target.mkdir(parents=True)
    with TemporaryDirectory(prefix="jixiao-") as folder:
        data = Path(folder) / "data"
        _jixiao(data, "rehearse", "--check")
        _jixiao(data, "audit", "export", BUNDLED, "--with-evidence", "--output", str(target / BUNDLE))
        pack(data, target / PACKED)


def pack(data: Path, target: Path) -> None:
    """Pack what an auditor would be handed of a data folder that nobody has open."""
    with closing(sqlite3.connect(data / "jixiao.db", isolation_level=None)) as database:
        # Everything into the one file, and nothing beside it.
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")
    with tarfile.open(target, "w:xz") as archive:
        for name in _KEPT:
            archive.add(data / name, name)


def unpack(version: str, target: Path) -> Path:
    """Lay a release's data folder out, and return it."""
    with tarfile.open(RELEASES / version / PACKED) as archive:
        archive.extractall(target, filter="data")
    return target


def _jixiao(data: Path, *arguments: str) -> None:
    program = shutil.which("jixiao", path=str(Path(sys.executable).parent))
    if program is None:
        sys.exit("the command jixiao is not there; run make setup")
    subprocess.run([program, *arguments], check=True, env={**os.environ, "JIXIAO_DATA": str(data)})


if __name__ == "__main__":
    write_release(sys.argv[1])
