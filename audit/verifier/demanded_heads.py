"""Signed heads that the records call for: what a phase or a year ends with is signed before the department goes on."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.record import Record, raw_bytes
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.verifier.canonical import Json

_ENDING_PHASES: Final = frozenset({"targets", "monitoring", "self-evaluation", "review", "rectification"})
_WHOLE_BOOK: Final = ""
_FOLLOWING: Final = frozenset({"phase.opened", "book.concluded"})
_TURNS: Final = _FOLLOWING | {"book.opened", "year.concluded", "cycle.resumed"}
# Without it a payload need not be read.
_DONE: Final = b'"done"'


class DemandedHeads:
    """Follows one book's records and misses the head that must have been signed between an end and what follows it.

    `sizes` are those of the heads that are there. Whoever resumed a book may have lost the moment of signing, so a
    resumption asks for nothing that came before it. Behind the newest head nothing is demanded: its successor may
    have been signed after the heads were read.
    """

    def __init__(self, book: str, sizes: Iterable[int]) -> None:
        self._book = book
        self._sizes = sorted(sizes)
        self._ended: dict[str, int] = {}

    def take(self, record: Record, number: int) -> list[Damage]:
        """Take the record with this number; return what it shows to be missing."""
        kind = record.kind
        if kind not in _TURNS and not _ends_phase(record):
            return []
        department = str(record.subject_department or _WHOLE_BOOK)
        if kind == "cycle.resumed":
            self._ended.clear()
            return []
        found: list[Damage] = []
        if kind == "phase.opened":
            found = self._demand(number, department, _WHOLE_BOOK)
        elif kind == "year.concluded":
            found = self._demand(number, department)
        elif kind == "book.concluded":
            found = self._demand(number, *self._ended)
        if kind not in _FOLLOWING:
            self._ended[department] = number
        return found

    def _demand(self, number: int, *departments: str) -> list[Damage]:
        ends = {self._ended.pop(department, None) for department in dict.fromkeys(departments)}
        newest = self._sizes[-1] if self._sizes else 0
        missed = [end for end in sorted(end for end in ends if end is not None) if not self._signed(end, number)]
        if newest < number:
            return []
        return [Damage("head-missing", self._book, end, "signed", {"wanted": f"{end}–{number - 1}"}) for end in missed]

    def _signed(self, first: int, before: int) -> bool:
        place = bisect_left(self._sizes, first)
        return place < len(self._sizes) and self._sizes[place] < before


def _ends_phase(record: Record) -> bool:
    raw = raw_bytes(record.payload)
    if record.received_at is None or _DONE not in raw:
        return False
    try:
        payload = read_canonical(raw)
    except NotCanonicalError:
        return False
    turns: Json = payload.get("turns") if isinstance(payload, dict) else None
    return isinstance(turns, list) and any(_is_end(turn) for turn in turns)


def _is_end(turn: Json) -> bool:
    return (
        isinstance(turn, dict)
        and turn.get("state") == "done"
        and str(turn.get("matter")).partition("/")[0] in _ENDING_PHASES
    )
