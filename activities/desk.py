"""The desk that every activity works at: database, clock, rule evaluators, evidence store, head signer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session

from activities.evidence_store import EvidenceStore
from audit.append import BookWriter
from audit.evaluators import Evaluators
from audit.heads import HeadSigner
from models.database import reading

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
        # The transaction is the connection's: most of what is written never asks the session.
        with self.engine.begin() as connection:
            session = Session(connection, expire_on_commit=False)
            try:
                yield BookWriter(session, book, epoch, self.clock())
                session.flush()
            finally:
                if session.in_transaction():
                    session.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent snapshot without a lock."""
        with Session(reading(self.engine), expire_on_commit=False) as session:
            yield session
