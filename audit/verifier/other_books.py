"""Copies from last year's book: every record that one names is looked up there, where that book is at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.record import raw_bytes
from audit.verifier.report import CopyNote, Damage
from audit.verifier.shape import ShapeError, mapping, number, rows, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.verifier.canonical import Json
    from audit.verifier.database import Database
    from audit.verifier.record import Record

COPIED: Final = "fact.carried"
_ID: Final = re.compile(r"(?P<bureau>[^/]+)/(?P<year>[0-9]{4})/(?P<kind>[^/]+)")


class OtherBooks:
    """Checks the copies of one book; `told` has each of them, and whether the other book was there to compare."""

    def __init__(self, book: str, database: Database) -> None:
        self._book = book
        self._database = database
        self._there: dict[str, bool] = {}
        self.told: list[CopyNote] = []

    def damages(self, record: Record, sequence: int) -> list[Damage]:
        """Return what a copy names and the other book does not hold; a copy of what is no earlier book is damaged."""
        if record.kind != COPIED:
            return []
        try:
            payload = read_canonical(raw_bytes(record.payload))
            source, named = text(payload, "source"), list(_named(payload))
        except (NotCanonicalError, ShapeError):
            return [self._damage(sequence, column="payload")]
        if not _is_before(source, self._book):
            return [self._damage(sequence, book=source)]
        there = self._is_there(source)
        self.told.append(CopyNote(sequence, source, there))
        if not there:
            return []
        wrong = [at for at, wanted in named if self._database.hash_at(source, at) != wanted]
        return [self._damage(sequence, book=source, record=str(wrong[0]))] if wrong else []

    def _is_there(self, source: str) -> bool:
        if source not in self._there:
            self._there[source] = self._database.hash_at(source, 1) is not None
        return self._there[source]

    def _damage(self, sequence: int, **detail: str) -> Damage:
        return Damage("copy-differs", self._book, sequence, "record", detail)


def _named(payload: Json) -> Iterator[tuple[int, str]]:
    """Every record of the other book that a copy names, with its hash."""
    yield number(payload, "until"), text(payload, "hash")
    score = payload.get("score") if isinstance(payload, dict) else None
    of_score = [] if score is None else [mapping(payload, "score")]
    for one in (*of_score, *rows(payload, "facts"), *rows(payload, "findings")):
        yield number(one, "sequence"), text(one, "hash")


def _is_before(source: str, book: str) -> bool:
    """Whether it is the same bureau's book of the same kind, one year earlier."""
    one, other = _ID.fullmatch(source), _ID.fullmatch(book)
    if one is None or other is None or int(one["year"]) + 1 != int(other["year"]):
        return False
    return (one["bureau"], one["kind"]) == (other["bureau"], other["kind"])
