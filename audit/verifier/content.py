"""What a record says, once its place and hash are right: well-formed, in time order, with its evidence there."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.evidence import PROOFS
from audit.verifier.moments import is_moment
from audit.verifier.record import Record, raw_bytes
from audit.verifier.report import Damage

if TYPE_CHECKING:
    from audit.verifier.evidence import EvidenceFiles
    from audit.verifier.report import Kind

_TEXT_OR_NULL: Final = (str, type(None))
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    **dict.fromkeys(Record._fields, (str,)),
    **dict.fromkeys(("sequence", "schema_version", "epoch"), (int,)),
    **dict.fromkeys(("received_at", "subject_department", "subject_row", "subject_evidence"), _TEXT_OR_NULL),
    "payload": (bytes,),
}
# Every row of types that a record can be.
_ROWS: Final = frozenset(product(*_TYPES.values()))


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
        found = self._order(record, sequence)
        return found + self._file(record, sequence) if record.kind in PROOFS else found

    def _order(self, record: Record, sequence: int) -> list[Damage]:
        found: list[Damage] = []
        if record.recorded_at == self._time and record.epoch == self._epoch:
            return found
        time, epoch = str(record.recorded_at), int(str(record.epoch))
        if time < self._time:
            found.append(self._damage("time-backwards", sequence, before=self._time, found=time))
        if epoch < self._epoch:
            found.append(self._damage("rolled-back", sequence, before=str(self._epoch), found=str(epoch)))
        self._time, self._epoch = time, epoch
        return found

    def _file(self, record: Record, sequence: int) -> list[Damage]:
        try:
            payload = read_canonical(raw_bytes(record.payload))
        except NotCanonicalError:
            return [self._damage("malformed", sequence, column="payload", reason="canonical")]
        damage = self._evidence.check(self._book, sequence, payload)
        return [] if damage is None else [damage]

    def _damage(self, kind: Kind, sequence: int, **detail: str) -> Damage:
        return Damage(kind, self._book, sequence, "record", detail)


def _wrong_column(record: Record) -> str | None:
    """The first column that is not of its type, or no moment where it must be one."""
    if tuple(map(type, record)) not in _ROWS:
        return next(column for column, value in record._asdict().items() if type(value) not in _TYPES[column])
    if not is_moment(record.happened_at):
        return "happened_at"
    if not is_moment(record.recorded_at):
        return "recorded_at"
    return None if record.received_at is None or is_moment(record.received_at) else "received_at"
