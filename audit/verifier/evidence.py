"""Evidence files (佐证材料): the bytes that a record names by their digest must still be there, unchanged."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.verifier.report import Damage

if TYPE_CHECKING:
    from pathlib import Path

    from audit.verifier.canonical import Json

PROOFS: Final = frozenset({"evidence.added", "evidence.amended"})
"""The kinds of record that name a file, and that change nobody's turn."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_CHUNK: Final = 1 << 20


class EvidenceFiles:
    """Checks each file once, however many records name it.

    Where not every file is `demanded`, one that is not there is no damage; `named` and `present` count.
    """

    def __init__(self, data: Path, *, demanded: bool = True) -> None:
        self._folder = data / "evidence"
        self._demanded = demanded
        self._seen: dict[str, tuple[str, int] | None] = {}

    @property
    def named(self) -> int:
        """How many files the records named so far."""
        return len(self._seen)

    @property
    def present(self) -> int:
        """How many of them are there."""
        return sum(found is not None for found in self._seen.values())

    def check(self, book: str, sequence: int, payload: Json) -> Damage | None:
        """Return the damage of the file that the payload of one of `PROOFS` names, or None.

        The payload, or its part `content`, holds `sha256` and `size` in bytes.
        """
        digest, size = _named(payload)
        if digest is None or size is None:
            return Damage("malformed", book, sequence, "record", {"column": "payload", "reason": "evidence"})
        subject = f"evidence/{digest[:2]}/{digest}"
        found = self._found(digest)
        if found is None:
            return Damage("evidence-missing", book, sequence, subject) if self._demanded else None
        if found != (digest, size):
            detail = {"found": found[0], "size": str(found[1]), "wanted-size": str(size)}
            return Damage("evidence-changed", book, sequence, subject, detail)
        return None

    def _found(self, digest: str) -> tuple[str, int] | None:
        if digest not in self._seen:
            self._seen[digest] = _measured(self._folder / digest[:2] / digest)
        return self._seen[digest]


def _measured(path: Path) -> tuple[str, int] | None:
    total, size = sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                total.update(chunk)
                size += len(chunk)
    except OSError:
        return None
    return total.hexdigest(), size


def _named(payload: Json) -> tuple[str | None, int | None]:
    inner = payload.get("content", payload) if isinstance(payload, dict) else None
    if not isinstance(inner, dict):
        return None, None
    digest, size = inner.get("sha256"), inner.get("size")
    good = isinstance(digest, str) and _DIGEST.fullmatch(digest)
    return (digest if good and isinstance(digest, str) else None), (size if type(size) is int else None)
