"""The desk that every activity works at: database, clock, rule evaluators, evidence store, head signer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session

from activities.evidence_store import EvidenceStore
from audit.append import BookWriter
from audit.evaluators import Evaluators
from audit.heads import HeadSigner
from models.database import reading
from models.writing import WritingConnections

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Desk:
    """Wired once in the composition root; `clock` is the machine's time and serves recorded-at only."""

    engine: Engine
    clock: Callable[[], datetime]
    evidence: EvidenceStore
    signer: HeadSigner
    evaluators: Evaluators = field(default_factory=Evaluators)

    @contextmanager
    def writing(self, book: str, epoch: int) -> Iterator[BookWriter]:
        """One transaction that holds the book's head; it commits when the block ends without an error."""
        with self._writers.transaction() as session:
            writer = BookWriter(session, book, epoch, self.clock(), finishes=True)
            yield writer
            writer.move_head()

    @cached_property
    def _writers(self) -> WritingConnections:
        return WritingConnections(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent snapshot without a lock."""
        with Session(reading(self.engine), expire_on_commit=False) as session:
            yield session
