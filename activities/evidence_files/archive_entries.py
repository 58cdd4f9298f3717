"""The entries of an archive: not too many, under names that stay inside, none twice, locked or overlapping."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError

if TYPE_CHECKING:
    from typing import BinaryIO

    from activities.evidence_files.budget import Budget

_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_FAR_END: Final = b"PK\x06\x06"
_FAR_END_BYTES: Final = 56
_POINTER_BYTES: Final = 20
_COMMENT_MOST: Final = 1 << 16
_LOCAL_BYTES: Final = 30
_LOCKED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NAME_MOST: Final = 1000
_OUTSIDE: Final = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f\x7f]")


def entries_of(file: BinaryIO, name: str, budget: Budget) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """Open an archive and return its files, folders left out. Raises RefusedError.

    The codes are `evidence.damaged`, `evidence.encrypted` and `evidence.archive-…`.
    """
    # The library reads the whole directory at once, however long it says it is.
    directory, end = _directory(file, name)
    if directory > budget.limits.directory_bytes:
        raise RefusedError("evidence.archive-entries", file=name, most=str(budget.limits.entries))
    if directory > end:
        raise RefusedError("evidence.damaged", file=name)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
        raise RefusedError("evidence.damaged", file=name) from error
    found = archive.infolist()
    budget.enter(len(found))
    _refuse_names(found, name)
    _refuse_overlaps(found, archive.start_dir, name)
    for entry in found:
        _refuse_entry(entry, name)
    return archive, [entry for entry in found if not entry.is_dir()]


def _directory(file: BinaryIO, name: str) -> tuple[int, int]:
    """How long the archive's directory says it is, by either of its ends, and where that end lies."""
    size = file.seek(0, 2)
    before = max(0, size - _COMMENT_MOST - _END_BYTES - _FAR_END_BYTES - _POINTER_BYTES)
    file.seek(before)
    tail = file.read()
    end, far = tail.rfind(_END), tail.rfind(_FAR_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise RefusedError("evidence.damaged", file=name)
    if 0 <= far <= end - _FAR_END_BYTES:
        return struct.unpack_from("<Q", tail, far + 40)[0], before + far
    return struct.unpack_from("<I", tail, end + 12)[0], before + end


def _refuse_names(entries: list[zipfile.ZipInfo], name: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        given = entry.orig_filename
        if _OUTSIDE.search(given) or not given or len(given) > _NAME_MOST or stat.S_ISLNK(entry.external_attr >> 16):
            raise RefusedError(
                "evidence.archive-name", file=name, entry=given.encode("ascii", "backslashreplace").decode()
            )
        plain = unicodedata.normalize("NFC", given).casefold().rstrip("/").replace("\\", "/")
        if plain in seen:
            raise RefusedError("evidence.archive-twice", file=name, entry=given)
        seen.add(plain)


def _refuse_overlaps(entries: list[zipfile.ZipInfo], directory: int, name: str) -> None:
    """Two entries that share packed bytes unpack to more than they take."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [*(entry.header_offset for entry in placed), directory][1:]
    for entry, after in zip(placed, ends, strict=True):
        if entry.header_offset < 0 or entry.header_offset + _LOCAL_BYTES + entry.compress_size > after:
            raise RefusedError("evidence.damaged", file=name)


def _refuse_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.flag_bits & _LOCKED:
        raise RefusedError("evidence.encrypted", file=f"{name} › {entry.filename}")
    if entry.compress_type not in _METHODS:
        raise RefusedError("evidence.archive-method", file=name, entry=entry.filename)
