"""From a file to its text: read no more than is allowed, and say what a file is that is not UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.core.errors import Problem
from rules.located import FileError, Located

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000
_OFFICE: Final = {b"PK\x03\x04": "xlsx, docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "xls, doc, wps", b"%PDF-": "pdf"}
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
# In text of another kind Chinese punctuation and characters are far rarer than this.
_CHINESE_SHARE: Final = 2


def read_limited(path: Path) -> bytes:
    """A file's bytes, one more than is allowed at most: `decode` refuses it then. Raises OSError."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def decode(text: bytes, file: str) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark.

    Raises FileError `file.too-large`, `file.office` for a document of an office program, `file.utf16`, `file.gbk`, or
    `file.not-utf8` with the place of the first byte that is none of UTF-8.
    """
    if len(text) > LARGEST:
        raise FileError((Located(file, 1, 1, Problem("file.too-large", (), most=str(LARGEST))),))
    for start, kind in _OFFICE.items():
        if text.startswith(start):
            raise FileError((Located(file, 1, 1, Problem("file.office", (), kind=kind)),))
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = position(text[: error.start].decode("utf-8", errors="replace"))
        raise FileError((Located(file, line, column, _encoding_problem(text)),)) from error


def position(before: str) -> tuple[int, int]:
    """Line and column of the sign that comes after the text `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _encoding_problem(text: bytes) -> Problem:
    if text.startswith(_UTF16):
        return Problem("file.utf16", ())
    return Problem("file.gbk", ()) if _is_gbk(text) else Problem("file.not-utf8", ())


def _is_gbk(text: bytes) -> bool:
    """Whether the bytes are Chinese text of GB 18030.

    Nearly any bytes can be read so, but not as Chinese; and damaged UTF-8 can, but then most of it is still UTF-8.
    """
    mended = text.decode("utf-8", errors="replace")
    if sum(map(_is_chinese, mended)) > mended.count("\ufffd"):
        return False
    try:
        wide = [sign for sign in text.decode("gb18030") if not sign.isascii()]
    except UnicodeDecodeError:
        return False
    return sum(map(_is_chinese, wide)) * _CHINESE_SHARE > len(wide)


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff" or sign in "，。、；：（）％“”《》〔〕"
