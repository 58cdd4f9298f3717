"""What the records of a book say was erased: when, on which ground, asked for and approved by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.record import raw_bytes
from audit.verifier.report import Damage, ErasureNote
from audit.verifier.shape import ShapeError, text

if TYPE_CHECKING:
    from audit.verifier.record import Record

_ERASED: Final = {"text.erased": "text", "person.erased": "person"}


class ErasureNotes:
    """Gathers the erasures of one book."""

    def __init__(self, book: str) -> None:
        self._book = book
        self._found: list[ErasureNote] = []

    @property
    def found(self) -> tuple[ErasureNote, ...]:
        """The erasures in the order of their records."""
        return tuple(self._found)

    def take(self, record: Record, number: int) -> list[Damage]:
        """Note a record that erased something; whoever approves is never the one who asked."""
        what = _ERASED.get(str(record.kind))
        if what is None:
            return []
        try:
            payload = read_canonical(raw_bytes(record.payload))
            asked, target, ground = (text(payload, name) for name in ("requested_by", "target", "ground"))
        except (NotCanonicalError, ShapeError):
            return [self._malformed(number, "form")]
        approved = str(record.actor)
        self._found.append(ErasureNote(number, what, target, str(record.happened_at), ground, asked, approved))
        return [self._malformed(number, "one person")] if asked == approved else []

    def _malformed(self, number: int, reason: str) -> Damage:
        return Damage("malformed", self._book, number, "record", {"column": "payload", "reason": reason})
