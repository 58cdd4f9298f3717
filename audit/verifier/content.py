"""What a record says, once its place and hash are right: well-formed, in time order, with its evidence there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.moments import is_moment
from audit.verifier.record import Record, raw_bytes
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from audit.verifier.evidence import EvidenceFiles
    from audit.verifier.report import Kind

_TEXTS: Final = ("actor", "role", "kind", "key")
_TEXTS_OR_NULL: Final = ("subject_department", "subject_row", "subject_evidence")
_NUMBERS: Final = ("sequence", "schema_version", "epoch")
_MOMENTS: Final = ("happened_at", "recorded_at")


class ContentCheck:
    """Checks the records of one book one after the other; remembers only the last time and epoch."""

    def __init__(self, book: str, evidence: EvidenceFiles) -> None:
        self._book = book
        self._evidence = evidence
        self._time = ""
        self._epoch = 0

    @property
    def epoch(self) -> int:
        """The epoch of the last record."""
        return self._epoch

    def damages(self, record: Record, sequence: int) -> list[Damage]:
        """Return what is wrong with a record whose number in the undamaged book is `sequence`."""
        column = _wrong_column(record)
        if column is not None:
            return [self._damage("malformed", sequence, column=column, reason="type")]
        return [*self._order(record, sequence), *self._payload(record, sequence)]

    def _order(self, record: Record, sequence: int) -> list[Damage]:
        found: list[Damage] = []
        time, epoch = str(record.recorded_at), int(str(record.epoch))
        if time < self._time:
            found.append(self._damage("time-backwards", sequence, before=self._time, found=time))
        if epoch < self._epoch:
            found.append(self._damage("rolled-back", sequence, before=str(self._epoch), found=str(epoch)))
        self._time, self._epoch = time, epoch
        return found

    def _payload(self, record: Record, sequence: int) -> list[Damage]:
        try:
            payload = read_canonical(raw_bytes(record.payload))
        except NotCanonicalError:
            return [self._damage("malformed", sequence, column="payload", reason="canonical")]
        damage = self._evidence.check(self._book, sequence, payload) if record.kind == "evidence.added" else None
        return [] if damage is None else [damage]

    def _damage(self, kind: Kind, sequence: int, **detail: str) -> Damage:
        return Damage(kind, self._book, sequence, "record", detail)


def _wrong_column(record: Record) -> str | None:
    for column in _TEXTS:
        if not isinstance(getattr(record, column), str):
            return column
    for column in _TEXTS_OR_NULL:
        if not isinstance(getattr(record, column), str | None):
            return column
    for column in _NUMBERS:
        if not isinstance(getattr(record, column), int):
            return column
    for column in _MOMENTS:
        if not is_moment(getattr(record, column)):
            return column
    if record.received_at is not None and not is_moment(record.received_at):
        return "received_at"
    return None if isinstance(record.payload, bytes) else "payload"
