"""Evidence files, named by their content: never overwritten, on disk before their record."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from activities.errors import RefusedError
from audit.durable import make_folder_durably, write_durably

SIZE_MAX = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EvidenceStore:
    """A folder of files under the first two hex digits of their SHA-256."""

    folder: Path

    def path(self, digest: str) -> Path:
        """Where the content with this digest lies."""
        return self.folder / digest[:2] / digest

    def put(self, content: bytes) -> str:
        """Keep the content durably and return its digest; the same content is kept once."""
        if len(content) > SIZE_MAX:
            raise RefusedError("evidence.too-large", size=str(len(content)), most=str(SIZE_MAX))
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
