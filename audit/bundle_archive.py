"""A bundle's manifest and archive; the same bundle gives the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FORM: Final = "jixiao.bundle/1"
# The first moment that an archive can name.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_CHUNK: Final = 1 << 20


def write_manifest(book: str, bundle: Path) -> None:
    """List every file of the bundle with digest and size, and close the list with its own digest."""
    lines = (
        f"{_digest(path)}  {path.stat().st_size}  {path.relative_to(bundle).as_posix()}\n" for path in _files(bundle)
    )
    body = "".join((f"{FORM}\nbook {book}\n", *lines)).encode()
    (bundle / "manifest.txt").write_bytes(body + f"manifest {sha256(body).hexdigest()}\n".encode())


def archive(bundle: Path, target: Path) -> Path:
    """Put the bundle's files into a zip archive."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in _files(bundle):
            entry = zipfile.ZipInfo(path.relative_to(bundle).as_posix(), _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with path.open("rb") as content, packed.open(entry, "w", force_zip64=True) as file:
                shutil.copyfileobj(content, file, _CHUNK)
    return target


def _line(bundle: Path, path: Path) -> str:
    return f"{_digest(path)}  {path.stat().st_size}  {path.relative_to(bundle).as_posix()}\n"


def _files(bundle: Path) -> list[Path]:
    return sorted(path for path in bundle.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        total = sha256()
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()
