"""Plain text in UTF-8 or GB18030, read piece by piece."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import BinaryIO

_CHUNK: Final = 1 << 16
_ENCODINGS: Final = ("utf-8", "gb18030")
# What no text has: every control character but tab, line feed, form feed, carriage return.
_CONTROLS: Final = frozenset(chr(code) for code in (*range(9), 11, *range(14, 32), 127))


def is_text(file: BinaryIO) -> bool:
    """Whether the content is text in one of the two encodings."""
    return any(_reads(file, encoding) for encoding in _ENCODINGS)


def _reads(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            if not _CONTROLS.isdisjoint(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
