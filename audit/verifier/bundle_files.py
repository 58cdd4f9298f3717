"""The files of a bundle against its manifest.

`manifest.txt` has a line `jixiao.bundle/1`, a line `book` with the book, one line `SHA-256  size  path` for every other
file, and at last `manifest` with the SHA-256 of all lines before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.verifier.errors import VerifierError
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: Final = "manifest.txt"
_HEADING: Final = re.compile(rb"jixiao\.bundle/1\nbook (?P<book>[^\n]+)\n")
_LINE: Final = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<size>0|[1-9][0-9]*)  (?P<path>[^\n]+)")
_LAST: Final = re.compile(rb"manifest (?P<digest>[0-9a-f]{64})\n")
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """The book of a bundle, how many files its manifest lists, and what is wrong with them."""

    book: str
    count: int
    damages: tuple[Damage, ...]


def check_files(bundle: Path) -> BundleFiles:
    """Compare every file with the manifest. Raises VerifierError `bundle.none` where there is no manifest to read."""
    try:
        raw = (bundle / MANIFEST).read_bytes()
    except OSError:
        raise VerifierError("bundle.none", path=str(bundle)) from None
    body, _, last = raw.removesuffix(b"\n").rpartition(b"\n")
    heading, ending = _HEADING.match(raw), _LAST.fullmatch(last + b"\n")
    book = heading["book"].decode("utf-8", "replace") if heading else ""
    body += b"\n"
    if heading is None or ending is None or ending["digest"].decode() != sha256(body).hexdigest():
        return BundleFiles(book, 0, (Damage("file-changed", book, None, MANIFEST),))
    # The manifest is as it was written, so each of its lines is.
    listed = [_LINE.fullmatch(line) for line in body[heading.end() :].decode().splitlines()]
    named = {line["path"]: (line["digest"], int(line["size"])) for line in listed if line is not None}
    damages = [_compared(bundle, book, path, *wanted) for path, wanted in named.items()]
    return BundleFiles(book, len(named), (*(one for one in damages if one), *_unlisted(bundle, book, named)))


def _compared(bundle: Path, book: str, path: str, digest: str, size: int) -> Damage | None:
    found, count = sha256(), 0
    try:
        with (bundle / path).open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
                count += len(chunk)
    except OSError:
        return Damage("file-missing", book, None, path)
    return None if (found.hexdigest(), count) == (digest, size) else Damage("file-changed", book, None, path)


def _unlisted(bundle: Path, book: str, named: dict[str, tuple[str, int]]) -> list[Damage]:
    present = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if not path.is_dir()}
    return [Damage("file-unlisted", book, None, path) for path in sorted(present - {MANIFEST, *named})]
