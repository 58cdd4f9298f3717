"""What a bundle shows beside the records for whoever reads without a program: it must be what the records say.

`evidence.txt` has a line `SHA-256  size  record` for each evidence record; `rubrics/` a file for each adopted rubric,
named by its hash.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.verifier.evidence import PROOFS
from audit.verifier.report import Damage
from audit.verifier.shape import ShapeError, mapping, number, text

if TYPE_CHECKING:
    from pathlib import Path

    from audit.verifier.canonical import Json

EVIDENCE: Final = "evidence.txt"
RUBRICS: Final = "rubrics"


class Copies:
    """Takes the records in their order and compares the files in the end."""

    def __init__(self, bundle: Path, book: str) -> None:
        self._bundle = bundle
        self._book = book
        self._evidence = sha256()
        self._rubrics: dict[str, int] = {}

    def take(self, sequence: int, kind: str, payload: Json) -> None:
        """Take one record; one that is not of its kind's form names no file and is told elsewhere."""
        with suppress(ShapeError):
            if kind in PROOFS:
                content = mapping(payload, "content")
                line = f"{text(content, 'sha256')}  {number(content, 'size')}  {sequence}\n"
                self._evidence.update(line.encode())
            if kind == "rubric.adopted":
                self._rubrics.setdefault(text(payload, "hash"), sequence)

    def damages(self) -> list[Damage]:
        """Return the files that are not what the records say."""
        found = [] if self._listed() else [Damage("file-changed", self._book, None, EVIDENCE, {"wanted": "records"})]
        for name, sequence in self._rubrics.items():
            path = f"{RUBRICS}/{name}.yaml"
            if _digest(self._bundle / path) != name:
                found.append(Damage("rubric-differs", self._book, sequence, path))
        return found

    def _listed(self) -> bool:
        return _digest(self._bundle / EVIDENCE) == self._evidence.hexdigest()


def _digest(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
