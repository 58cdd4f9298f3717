"""Copy again what a book says that it copied of last year's: from the records of that book, as they stood then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.carrying import Earlier, copied
from audit.project import follow
from audit.upcast import payload_of
from models.ledger import LedgerRecord

if TYPE_CHECKING:
    from models.carrying import FactsCarried
    from rules.core.rubric import Rubric


@dataclass(slots=True)
class LastYear:
    """Last year's tables, rebuilt as far as a copy needs them; a later copy goes on from there."""

    live: Session
    empty: Callable[[], Session]
    uncompared: int = 0
    _source: str = ""
    _tables: Session | None = None
    _until: int = 0
    _hashes: dict[int, str] = field(default_factory=dict)

    def copy_again(self, stored: FactsCarried, department: str, rubric: Rubric) -> FactsCarried | None:
        """The copy as it comes out again; None where last year's book is not in this database."""
        if self.live.get(LedgerRecord, (stored.source, 1)) is None:
            self.uncompared += 1
            return None
        tables = self._advanced(stored)
        return copied(Earlier(tables, stored.source, department, self._until, self._hashes.__getitem__), rubric)

    def _advanced(self, stored: FactsCarried) -> Session:
        """Project the records up to the one that the copy names; from the start if it is an earlier one."""
        tables = self._tables
        if tables is None or stored.source != self._source or stored.until < self._until:
            tables = self._tables = self.empty()
            self._source, self._until, self._hashes = stored.source, 0, {}
        query = select(LedgerRecord).where(
            col(LedgerRecord.book) == stored.source,
            col(LedgerRecord.sequence) > self._until,
            col(LedgerRecord.sequence) <= stored.until,
        )
        for record in self.live.exec(query.order_by(col(LedgerRecord.sequence))):
            follow(tables, ((record, payload_of(record)),))
            self._until = record.sequence
            self._hashes[record.sequence] = record.hash
        return tables
