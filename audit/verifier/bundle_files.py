"""The files of a bundle against its manifest.

`manifest.txt` has a line `jixiao.bundle/1`, a line `book` with the book, one line `SHA-256  size  path` for every other
file, and at last `manifest` with the SHA-256 of all lines before. Nothing but folders and plain files is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.verifier.errors import VerifierError
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST: Final = "manifest.txt"
_HEADING: Final = re.compile(rb"jixiao\.bundle/1\nbook (?P<book>[a-z0-9][a-z0-9-]*/[0-9]{4}/[a-z]+)\n")
_LAST: Final = re.compile(rb"manifest (?P<digest>[0-9a-f]{64})\n")
# No name leads out of the bundle, to another disk, or writes anything but itself on a screen.
_NAME: Final = r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_LINE: Final = re.compile(
    rf"(?P<digest>[0-9a-f]{{64}})  (?P<size>0|[1-9][0-9]{{0,17}})  (?P<path>{_NAME}(?:/{_NAME})*)"
)
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """The book of a bundle, how many files its manifest lists, and what is wrong with them."""

    book: str
    count: int
    damages: tuple[Damage, ...]


def check_files(bundle: Path) -> BundleFiles:
    """Compare every file with the manifest.

    Raises VerifierError `bundle.none` where there is no manifest to read, `bundle.not-plain` where something in the
    folder is neither a folder nor a plain file: a link could lead anywhere, and a pipe would never end.
    """
    present = _present(bundle)
    try:
        raw = (bundle / MANIFEST).read_bytes()
    except OSError:
        raise VerifierError("bundle.none", path=str(bundle)) from None
    body, _, last = raw.removesuffix(b"\n").rpartition(b"\n")
    heading, ending = _HEADING.match(raw), _LAST.fullmatch(last + b"\n")
    book = "" if heading is None else heading["book"].decode()
    if heading is None or ending is None or ending["digest"].decode() != sha256(body + b"\n").hexdigest():
        return BundleFiles(book, 0, (Damage("file-changed", book, None, MANIFEST),))
    damages: list[Damage] = []
    named = dict(_listed((body + b"\n")[heading.end() :], book, damages))
    compared = (_compared(bundle, book, path, *wanted) for path, wanted in named.items())
    damages += [damage for damage in compared if damage is not None]
    damages += [Damage("file-unlisted", book, None, path) for path in sorted(present - {MANIFEST, *named})]
    return BundleFiles(book, len(named), tuple(damages))


def _listed(lines: bytes, book: str, damages: list[Damage]) -> Iterator[tuple[str, tuple[str, int]]]:
    """The files with digest and size; a line that names none, or one again, is added to `damages`."""
    seen: set[str] = set()
    for place, raw in enumerate(lines.split(b"\n")[:-1], 3):
        line = _LINE.fullmatch(raw.decode("utf-8", "replace"))
        if line is None or line["path"] in seen:
            damages.append(Damage("malformed", book, None, MANIFEST, {"line": str(place)}))
            continue
        seen.add(line["path"])
        yield line["path"], (line["digest"], int(line["size"]))


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


def _present(bundle: Path) -> set[str]:
    present: set[str] = set()
    for path in bundle.rglob("*"):
        name = path.relative_to(bundle).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise VerifierError("bundle.not-plain", path=name)
        if path.is_file():
            present.add(name)
    return present
