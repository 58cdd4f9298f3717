"""Examine a file that is handed in: what it is, that its name says the same, and that nothing hides in it."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError
from activities.evidence_files.archive_entries import entries_of
from activities.evidence_files.budget import ArchiveLimits, Budget
from activities.evidence_files.compound import form_of_compound
from activities.evidence_files.forms import EXTENSIONS, FORMS, SIGNATURE_BYTES, SIGNATURES
from activities.evidence_files.plain_text import is_text
from activities.evidence_files.portable_document import check_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_CHUNK: Final = 1 << 16
# Signs that break a line, steer a terminal, or turn the direction in which a name is read.
_UNREADABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_TYPES: Final = "[Content_Types].xml"
_TYPES_MOST: Final = 1 << 20
# What an archive of an office form holds besides its list of types, and the form that this makes it.
_PARTS: Final = (("word/", "docx"), ("xl/", "xlsx"))
_OFD: Final = "OFD.xml"
_MACROS: Final = frozenset({"vbaproject.bin", "vbadata.xml"})
_MACRO_SHEETS: Final = "xl/macrosheets/"
_ENABLED: Final = b"macroenabled"


def examine(path: Path, name: str, limits: ArchiveLimits | None = None) -> str:
    """Return the media type of the file that was handed in under this name.

    Raises RefusedError with one of the codes `evidence.…`. An archive is read piece by piece; what lies in it is
    examined as if it had been handed in itself.
    """
    if _UNREADABLE.search(name):
        raise RefusedError("evidence.bad-name", file=_UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", name))
    with path.open("rb") as file:
        budget = Budget(name, path.stat().st_size, limits or ArchiveLimits())
        return _examined(file, name, budget, layer=0)


def _examined(file: BinaryIO, name: str, budget: Budget, layer: int) -> str:
    extension = PurePosixPath(name).suffix.removeprefix(".").lower()
    form = _form(file, name, budget, layer)
    if form is None or (form == "text" and extension not in EXTENSIONS):
        raise RefusedError("evidence.unknown-form", file=name, known="、".join(EXTENSIONS))
    if extension not in FORMS[form]:
        raise RefusedError("evidence.contradicts", file=name, extension=extension or "-", form="/".join(FORMS[form]))
    return FORMS[form][extension]


def _form(file: BinaryIO, name: str, budget: Budget, layer: int) -> str | None:
    """The form that the content shows, looked through; None for one that is not taken."""
    file.seek(0)
    start = file.read(SIGNATURE_BYTES)
    family = next((family for sign, family in SIGNATURES if start.startswith(sign)), "text")
    match family:
        case "zip":
            return _form_of_archive(file, name, budget, layer)
        case "compound":
            return form_of_compound(file, name)
        case "pdf":
            check_document(file, name, budget)
            return "pdf"
        case "text":
            return "text" if is_text(file) else None
        case _:
            return family


def _form_of_archive(file: BinaryIO, name: str, budget: Budget, layer: int) -> str | None:
    budget.descend(layer + 1)
    archive, entries = entries_of(file, name, budget)
    names = [entry.filename for entry in entries]
    if not entries:
        raise RefusedError("evidence.archive-empty", file=name)
    if any(PurePosixPath(one).name.lower() in _MACROS or one.lower().startswith(_MACRO_SHEETS) for one in names):
        raise RefusedError("evidence.macros", file=name)
    form = _form_by_names(names)
    for entry in entries:
        with _unpacked(archive, entry, name, budget) as part:
            _look_through(part, f"{name} › {entry.filename}", budget, layer + 1, alone=form == "zip")
    return form


def _form_by_names(names: list[str]) -> str | None:
    if _OFD in names:
        return "ofd"
    if _TYPES not in names:
        return "zip"
    return next((form for part, form in _PARTS if any(name.startswith(part) for name in names)), None)


def _look_through(part: BinaryIO, name: str, budget: Budget, layer: int, *, alone: bool) -> None:
    """A file in a plain archive stands for itself; a part of a document matters only if it can hide something."""
    if not os.fstat(part.fileno()).st_size:
        return
    if alone:
        _examined(part, name, budget, layer)
        return
    if name.endswith(_TYPES) and _ENABLED in _beginning(part, _TYPES_MOST).lower():
        raise RefusedError("evidence.macros", file=name)
    if any(_beginning(part, len(sign)) == sign for sign, family in SIGNATURES if family in ("zip", "compound", "pdf")):
        _form(part, name, budget, layer)


def _beginning(part: BinaryIO, most: int) -> bytes:
    part.seek(0)
    return part.read(most)


@contextmanager
def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, budget: Budget) -> Iterator[BinaryIO]:
    """The entry unpacked into a file without a name, counted while it grows."""
    with tempfile.TemporaryFile() as room:
        for piece in _pieces(archive, entry, name):
            budget.unpack(len(piece))
            room.write(piece)
        room.flush()
        yield room


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    try:
        with archive.open(entry) as packed:
            while piece := packed.read(_CHUNK):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise RefusedError("evidence.damaged", file=f"{name} › {entry.filename}") from error
