"""What a data folder holds in the end, as far as two runs of the same operation have it in common: to the byte."""

# ruff: noqa: S608  # table names are the database's own
from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FOLDERS = ("evidence", "heads", "keys")


def remains(data: Path) -> dict[str, object]:
    """Every row of every table, every evidence file, every text that was signed."""
    with closing(sqlite3.connect(data / "jixiao.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in names}
    return {**tables, **files_beside(data)}


def files_beside(data: Path) -> dict[str, object]:
    """Every evidence file and every text that was signed."""
    return {"evidence files": _files(data, "evidence"), "signed texts": _signed(data)}


def leftovers(data: Path) -> list[str]:
    """Files under a temporary name."""
    return sorted(path.name for folder in _FOLDERS for path in (data / folder).rglob(".*"))


def _files(data: Path, folder: str) -> dict[str, bytes]:
    paths = (path for path in (data / folder).rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in paths}


def _signed(data: Path) -> dict[str, bytes]:
    """The texts without their signatures: the first signing makes a key by chance."""
    heads = _files(data, "heads")
    return {name: raw.rpartition(b"\n\n")[0] for name, raw in heads.items() if name.endswith(".head")}
