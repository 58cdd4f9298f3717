"""The manifest (清单) of a backup: every file with its size and SHA-256; written last: half a backup has none."""

from __future__ import annotations

from hashlib import file_digest
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from app.errors import AppError
from audit.durable import write_durably
from models.values import Frozen

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1


class BackedUpFile(Frozen):
    """One file: its path inside the backup, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


class BackedUpBook(Frozen):
    """How far a book goes in this backup."""

    book: str
    records: int
    hash: str


class Manifest(Frozen):
    """What a backup holds; `made_at` is the machine's time."""

    format: int
    made_at: str
    books: tuple[BackedUpBook, ...]
    files: tuple[BackedUpFile, ...]


def listed(folder: Path) -> tuple[BackedUpFile, ...]:
    """Every file below the folder, the manifest apart, in the order of their paths."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return tuple(_file(folder, path) for path in files)


def _file(folder: Path, path: Path) -> BackedUpFile:
    with path.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    return BackedUpFile(path=path.relative_to(folder).as_posix(), size=path.stat().st_size, sha256=digest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it, and have it on disk before this returns."""
    write_durably(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())


def checked_manifest(folder: Path) -> Manifest:
    """Read it and compare every file with it.

    Raises AppError `backup.incomplete` where there is none, `backup.unreadable` for one of another form, and
    `backup.damaged` with the first file that is missing, changed, or not listed.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise AppError("backup.incomplete", folder=str(folder))
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise AppError("backup.unreadable", file=str(path)) from error
    if manifest.format != FORMAT:
        raise AppError("backup.unreadable", file=str(path))
    wrong = sorted(file.path for file in set(manifest.files) ^ set(listed(folder)))
    if wrong:
        raise AppError("backup.damaged", file=wrong[0], count=str(len(set(wrong))))
    return manifest
