"""Compound files (OLE) of older office programs: what they are, and whether they are locked or carry macros."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from activities.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER: Final = 512
_ENTRY: Final = 128
_NAME_BYTES: Final = 64
_END_OF_NAME: Final = 2
# A stream that is shorter lies elsewhere; no program writes a document's main stream so short.
_SHORT: Final = 4096
_LAST: Final = 0xFFFFFFFA
_IN_HEADER: Final = 109
# A directory longer than this belongs to no document of an office.
_SECTORS_MOST: Final = 4096
_MACROS: Final = frozenset({"macros", "_vba_project_cur", "_vba_project", "vba", "vbaproject"})
_LOCKS: Final = frozenset({"encryptedpackage", "encryptioninfo", "drmencrypteddataspace"})
_FILE_PASS: Final = 0x2F
_WORD_FLAGS, _WORD_LOCKED = 10, 0x0100


class _Stream(NamedTuple):
    first: int
    size: int


@dataclass(slots=True)
class _Compound:
    """The sectors of a compound file, and how they follow each other."""

    file: BinaryIO
    sector: int
    following: tuple[int, ...]

    def read(self, first: int, most: int) -> bytes:
        """The beginning of the chain of sectors, `most` sectors at most; a chain that turns back is damaged."""
        parts, seen = [], set[int]()
        while first < _LAST and len(seen) < most:
            if first in seen or first >= len(self.following):
                raise ValueError(first)
            seen.add(first)
            parts.append(_sector(self.file, first, self.sector))
            first = self.following[first]
        return b"".join(parts)


def form_of_compound(file: BinaryIO, name: str) -> str | None:
    """Return "doc", "xls", or None for what is neither.

    Raises RefusedError `evidence.encrypted`, `evidence.macros`, `evidence.damaged`.
    """
    try:
        compound, streams = _read(file)
        return _judged(compound, streams, name)
    except (struct.error, ValueError) as error:
        raise RefusedError("evidence.damaged", file=name) from error


def _judged(compound: _Compound, streams: dict[str, _Stream], name: str) -> str | None:
    if _MACROS & streams.keys():
        raise RefusedError("evidence.macros", file=name)
    found = [(form, streams[stream], locked) for stream, form, locked in _MAIN if stream in streams]
    if _LOCKS & streams.keys() or any(
        locked(compound.read(main.first, 1)) for _, main, locked in found if main.size >= _SHORT
    ):
        raise RefusedError("evidence.encrypted", file=name)
    return next((form for form, _, _ in found), None)


def _text_locked(start: bytes) -> bool:
    return bool(struct.unpack_from("<H", start, _WORD_FLAGS)[0] & _WORD_LOCKED)


def _sheet_locked(start: bytes) -> bool:
    """Whether one of the first records says that a password is needed."""
    place = 0
    while place + 4 <= len(start):
        kind, size = struct.unpack_from("<HH", start, place)
        if kind == _FILE_PASS:
            return True
        place += 4 + size
    return False


# The main stream of each form, and what tells that it is locked.
_MAIN: Final = (
    ("worddocument", "doc", _text_locked),
    ("workbook", "xls", _sheet_locked),
    ("book", "xls", _sheet_locked),
)


def _read(file: BinaryIO) -> tuple[_Compound, dict[str, _Stream]]:
    file.seek(0)
    header = file.read(_HEADER)
    sector = 1 << struct.unpack_from("<H", header, 30)[0]
    if sector not in (512, 4096):
        raise ValueError(sector)
    tables = struct.unpack_from("<I", header, 44)[0]
    if tables > _SECTORS_MOST:
        raise ValueError(tables)
    compound = _Compound(file, sector, tuple(_following(file, header, sector, tables)))
    directory = compound.read(struct.unpack_from("<I", header, 48)[0], _SECTORS_MOST)
    return compound, dict(_streams(directory))


def _following(file: BinaryIO, header: bytes, sector: int, tables: int) -> Iterator[int]:
    """What sector comes after each, from all the tables that say so."""
    places = [one for one in struct.unpack_from(f"<{_IN_HEADER}I", header, 76) if one < _LAST]
    more, seen = struct.unpack_from("<I", header, 68)[0], set[int]()
    while more < _LAST:
        if more in seen or len(seen) > _SECTORS_MOST:
            raise ValueError(more)
        seen.add(more)
        *listed, more = struct.unpack(f"<{sector // 4}I", _sector(file, more, sector))
        places += [one for one in listed if one < _LAST]
    for place in places[:tables]:
        yield from struct.unpack(f"<{sector // 4}I", _sector(file, place, sector))


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    content = file.read(size)
    if not content:
        raise ValueError(number)
    # The last sector of a file may be cut short.
    return content.ljust(size, b"\0")


def _streams(directory: bytes) -> Iterator[tuple[str, _Stream]]:
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, place + _NAME_BYTES)[0]
        if _END_OF_NAME <= length <= _NAME_BYTES:
            name = directory[place : place + length - _END_OF_NAME].decode("utf-16-le").strip("\x01\x05\x06").lower()
            yield name, _Stream(*struct.unpack_from("<II", directory, place + 116))
