"""PDF: no password, no script, no start of a program. Looked for in the file and in its packed objects."""

from __future__ import annotations

import mmap
import re
import zlib
from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError

if TYPE_CHECKING:
    from typing import BinaryIO

    from activities.evidence_files.budget import Budget

_NEAR: Final = 4096
_STREAM: Final = re.compile(rb"stream\r?\n")
_FILTER: Final = re.compile(rb"/Filter\s*(?:\[\s*/FlateDecode\s*\]|/FlateDecode\b)")


def _name(word: str) -> re.Pattern[bytes]:
    """A name of the format, each of its letters written plainly or as its number."""
    letters = b"".join(b"(?:%s|#%02x|#%02X)" % (one.encode(), ord(one), ord(one)) for one in word)
    return re.compile(b"/" + letters + rb"(?![A-Za-z0-9#_.-])")


_ENCRYPTED: Final = _name("Encrypt")
_ACTIVE: Final = (_name("JavaScript"), _name("Launch"))
_PACKED: Final = _name("ObjStm")


def check_document(file: BinaryIO, name: str, budget: Budget) -> None:
    """Raises RefusedError `evidence.encrypted`, `evidence.pdf-script`, `evidence.pdf-unreadable`."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        if _ENCRYPTED.search(raw) is not None:
            raise RefusedError("evidence.encrypted", file=name)
        _refuse_active(raw, name)
        for found in _PACKED.finditer(raw):
            _refuse_active(_unpacked(raw, found.end(), name, budget), name)


def _refuse_active(content: bytes | mmap.mmap, name: str) -> None:
    if any(active.search(content) is not None for active in _ACTIVE):
        raise RefusedError("evidence.pdf-script", file=name)


def _unpacked(raw: mmap.mmap, place: int, name: str, budget: Budget) -> bytes:
    """The objects packed into the stream that begins after `place`; empty where they lie there unpacked."""
    start = _STREAM.search(raw, place, place + _NEAR)
    if start is None:
        raise RefusedError("evidence.pdf-unreadable", file=name)
    words = raw[max(raw.rfind(b"obj", 0, place), 0) : start.start()]
    if b"/Filter" not in words:
        return b""
    if _FILTER.search(words) is None or b"/Predictor" in words:
        raise RefusedError("evidence.pdf-unreadable", file=name)
    try:
        return _inflated(raw, start.end(), budget)
    except zlib.error as error:
        raise RefusedError("evidence.pdf-unreadable", file=name) from error


def _inflated(raw: mmap.mmap, place: int, budget: Budget) -> bytes:
    inflater, parts = zlib.decompressobj(), bytearray()
    while not inflater.eof and place < len(raw):
        packed = inflater.unconsumed_tail or raw[place : place + _NEAR]
        place += 0 if inflater.unconsumed_tail else len(packed)
        part = inflater.decompress(packed, _NEAR * 16)
        budget.unpack(len(part))
        parts += part
    return bytes(parts)
