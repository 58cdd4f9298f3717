"""Evidence files, named by their content: never overwritten, on disk before their record."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError
from audit.durable import keep_durably, make_folder_durably, write_durably

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

SIZE_MAX = 64 * 1024 * 1024
DEPARTMENT_MAX = 4 * 1024 * 1024 * 1024
INCOMING: Final = ".incoming-"
_CHUNK: Final = 1 << 20
_NAME_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class EvidenceStore:
    """A folder of files under the first two hex digits of their SHA-256.

    A file may have `file_bytes`, the files of a department in one book `department_bytes` together.
    """

    folder: Path
    file_bytes: int = SIZE_MAX
    department_bytes: int = DEPARTMENT_MAX

    def path(self, digest: str) -> Path:
        """Where the content with this digest lies."""
        return self.folder / digest[:2] / digest

    def put(self, content: bytes) -> str:
        """Keep the content durably and return its digest; the same content is kept once."""
        self._require_size(len(content))
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            make_folder_durably(path.parent)
            write_durably(path, content)
        return digest

    def require(self, digest: str, size: int) -> None:
        """Refuse a record about evidence that is not here."""
        path = self.path(digest)
        if not path.exists() or path.stat().st_size != size:
            raise RefusedError("evidence.not-stored", digest=digest, size=str(size))

    @contextmanager
    def incoming(self, file: Path) -> Iterator[Incoming]:
        """A copy of the file that nobody else changes while it is looked at; gone in the end unless it was kept."""
        make_folder_durably(self.folder)
        copy = self.folder / f"{INCOMING}{secrets.token_hex(_NAME_BYTES)}"
        try:
            with file.open("rb") as source, copy.open("xb") as target:
                taken = self._take(source, target)
            yield Incoming(self, copy, *taken)
        finally:
            copy.unlink(missing_ok=True)

    def _take(self, source: BinaryIO, target: BinaryIO) -> tuple[str, int]:
        total, size = sha256(), 0
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            self._require_size(size)
            total.update(chunk)
            target.write(chunk)
        return total.hexdigest(), size

    def _require_size(self, size: int) -> None:
        if size > self.file_bytes:
            raise RefusedError("evidence.too-large", size=str(size), most=str(self.file_bytes))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has come in and is not kept yet: the copy, its SHA-256, its size in bytes."""

    store: EvidenceStore = field(repr=False)
    copy: Path
    digest: str
    size: int

    def keep(self) -> str:
        """Keep it durably and return its digest; the same content is kept once, and counts as having come now."""
        path = self.store.path(self.digest)
        make_folder_durably(path.parent)
        if path.exists():
            os.utime(path)
        else:
            keep_durably(self.copy, path)
        return self.digest
