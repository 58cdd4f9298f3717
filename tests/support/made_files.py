"""Files as an office hands them in, made by hand: small, and whole as far as anybody looks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 8
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_SECTOR, _STREAM_SECTORS = 512, 8


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A document with these objects besides its catalogue."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 2))
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body + b"trailer\n<< " + trailer + b" >>\n%%EOF\n"


def packed(content: bytes, words: bytes = b"/Filter /FlateDecode") -> bytes:
    """A stream of packed objects."""
    inner = zlib.compress(content) if b"Flate" in words else content
    return b"<< /Type /ObjStm " + words + b" >>\nstream\n" + inner + b"\nendstream"


def archive(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these files."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return room.getvalue()


def entry_with(
    content: bytes, *, central: Mapping[int, bytes] | None = None, local: Mapping[int, bytes] | None = None
) -> bytes:
    """The archive with other bytes at places of its last entry in the directory, and of its first entry itself."""
    changed = bytearray(content)
    for start, words in ((content.rindex(b"PK\x01\x02"), central), (content.index(b"PK\x03\x04"), local)):
        for place, word in (words or {}).items():
            changed[start + place : start + place + len(word)] = word
    return bytes(changed)


def docx(**more: bytes) -> bytes:
    """A text document; `more` are further parts by their path, a double underscore for the slash."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return archive(parts | {name.replace("__", "/"): content for name, content in more.items()})


def xlsx(types: bytes = b"<Types/>") -> bytes:
    """A workbook with this list of types."""
    return archive({"[Content_Types].xml": types, "xl/workbook.xml": b"<workbook/>"})


def ofd() -> bytes:
    """A fixed-layout document of the national form."""
    return archive({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"})


def compound(main: str, *others: str, start: bytes = b"", size: int = 4096) -> bytes:
    """A file of an older office program with a main stream that begins so, and other streams and folders."""
    entries = [_entry("Root Entry", _END, 0), _entry(main, 3, size), *(_entry(name, _END, 0) for name in others)]
    directory = b"".join(entries).ljust(2 * _SECTOR, b"\0")
    following = [_FREE, 2, _END, *range(4, 3 + _STREAM_SECTORS), _END]
    table = struct.pack("<128I", *following, *[_FREE] * (128 - len(following)))
    header = bytearray(_SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<II", header, 68, _END, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    return bytes(header) + table + directory + start.ljust(_STREAM_SECTORS * _SECTOR, b"\0")


def _entry(name: str, first: int, size: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    return (
        words.ljust(64, b"\0") + struct.pack("<H", len(words)) + b"\0" * 50 + struct.pack("<IIQ", first, size, 0)[:12]
    )
