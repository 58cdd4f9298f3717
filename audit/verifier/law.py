"""What a book's records say, held against the law of the year: by whom, in whose turn, how late, and every score.

Both readers of a whole book look through it, that of a data folder and that of a bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.protocol import Protocol, is_governed
from audit.verifier.record import raw_bytes
from audit.verifier.report import Damage, Reckoned
from audit.verifier.rescore import Rescoring
from audit.verifier.turns import Entry

if TYPE_CHECKING:
    from audit.verifier.bundle_copies import Copies
    from audit.verifier.record import Record

_MOST: Final = 100
_NOT_CANONICAL: Final = {"column": "payload", "reason": "canonical"}


class Law:
    """Takes the records of one book in their order; `copies` are files beside them that have to say the same.

    One appointment that is gone makes many records unlawful: after so many `until` is the record at which the law was
    given up, while the rest of the reading goes on.
    """

    def __init__(self, book: str, copies: Copies | None = None) -> None:
        self._book = book
        self._copies = copies
        self._protocol = Protocol(book)
        self._told = 0
        self.scores = Rescoring(book)
        self.until: int | None = None

    @property
    def reckoned(self) -> Reckoned | None:
        """How much was computed again so far; None for a book in which there is nothing to judge."""
        if not is_governed(self._book):
            return None
        again = self.scores
        return Reckoned(again.scores, again.readings, again.reviews, again.undecided, again.doubted, self.until)

    def damages(self, record: Record, number: int) -> list[Damage]:
        """Return what is wrong with what a record says; here every payload is read, so each must have its one form."""
        found = self._judged(record, number)
        self._told += len(found)
        if self._told >= _MOST and self.until is None:
            self.until = number
        return found

    def _judged(self, record: Record, number: int) -> list[Damage]:
        try:
            payload = read_canonical(raw_bytes(record.payload))
        except NotCanonicalError:
            return [] if self.until else [Damage("malformed", self._book, number, "record", _NOT_CANONICAL)]
        if self._copies is not None:
            self._copies.take(number, str(record.kind), payload)
        if self.until is not None:
            return []
        received = None if record.received_at is None else str(record.received_at)
        department = str(record.subject_department or "")
        entry = Entry(number, str(record.kind), department, str(record.happened_at), received, payload)
        return [*self._protocol.take(record, number, payload), *self.scores.take(entry)]
