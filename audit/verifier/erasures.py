"""What the records of a book say was erased: when, on which ground, asked for and approved by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.record import raw_bytes
from audit.verifier.report import Damage, ErasureNote
from audit.verifier.shape import ShapeError, text
from audit.verifier.shape import number as request_number

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from audit.verifier.record import Record

_REQUESTED: Final = "erasure.requested"
_ERASED: Final = {"text.erased": "text", "person.erased": "person"}
_READ: Final = frozenset({_REQUESTED, *_ERASED})


class ErasureNotes:
    """Gathers the erasures of one book."""

    def __init__(self, book: str) -> None:
        self._book = book
        self._found: list[ErasureNote] = []
        self._asked: dict[int, tuple[str, str, str]] = {}

    @property
    def found(self) -> tuple[ErasureNote, ...]:
        """The erasures in the order of their records."""
        return tuple(self._found)

    def take(self, record: Record, number: int) -> list[Damage]:
        """Note what was asked for and what was erased: the same thing, and by another than the one who asked."""
        if record.kind not in _READ:
            return []
        try:
            payload = read_canonical(raw_bytes(record.payload))
            if record.kind == _REQUESTED:
                self._asked[number] = (str(record.actor), text(payload, "target"), text(payload, "ground"))
                return []
            return self._erased(record, payload, number)
        except (NotCanonicalError, ShapeError):
            return [self._malformed(number, "form")]

    def _erased(self, record: Record, payload: Json, number: int) -> list[Damage]:
        asked, target, ground = (text(payload, name) for name in ("requested_by", "target", "ground"))
        approved, what = str(record.actor), _ERASED[str(record.kind)]
        self._found.append(ErasureNote(number, what, target, str(record.happened_at), ground, asked, approved))
        if self._asked.get(request_number(payload, "request")) != (asked, target, ground):
            return [self._malformed(number, "request")]
        return [self._malformed(number, "approver")] if asked == approved else []

    def _malformed(self, number: int, reason: str) -> Damage:
        return Damage("malformed", self._book, number, "record", {"column": "payload", "reason": reason})
