"""Rebuild the projections of a database from its ledger, by the code that also projects while the year runs."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Session, col, select

from audit import project as projectors
from audit import upcast
from audit.project import project
from models.ledger import LedgerRecord
from models.migrate import migrate
from models.payloads import FORMS
from models.projected import Projecting, projection_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

_AT_ONCE: Final = 500


def _silent(_book: str, _sequence: int) -> None:
    """Nobody watches."""


def bring_up(engine: Engine, role: str | None = None, progress: Callable[[str, int], None] = _silent) -> None:
    """Bring a database to the newest form: what lasts is migrated, projections are rebuilt, all in one transaction.

    `progress` is told book and sequence of every record that is projected anew. Raises ModelsError as `migrate` does,
    AuditError for a record that the tables cannot follow; then nothing was changed.
    """
    migrate(engine, Projecting(form_of_projections(), lambda connection: _fill(connection, progress)), role)


@cache
def form_of_projections() -> str:
    """A name for the form of the projections: the SHA-256 of their tables and of the code that writes them.

    Any edit of that code gives a new name: to rebuild once too often costs minutes, once too seldom a wrong table.
    """
    digest = sha256()
    for part in _parts():
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts() -> Iterator[bytes]:
    for table in sorted(projection_tables(), key=lambda table: table.name):
        yield str(CreateTable(table)).encode()
        yield from sorted(str(CreateIndex(index)).encode() for index in table.indexes)
    for package in (projectors, upcast):
        for file in sorted(Path(package.__path__[0]).glob("*.py")):
            yield file.read_bytes()
    for name in sorted({form.__module__ for form in FORMS.values()}):
        yield Path(str(import_module(name).__file__)).read_bytes()


def _fill(connection: Connection, progress: Callable[[str, int], None]) -> None:
    with Session(connection, join_transaction_mode="rollback_only") as session:
        books = session.exec(select(LedgerRecord.book).distinct().order_by(col(LedgerRecord.book))).all()
        for book in books:
            for record in _records(session, book):
                project(session, record)
                progress(book, record.sequence)
        session.commit()


def _records(session: Session, book: str) -> Iterator[LedgerRecord]:
    last = 0
    query = select(LedgerRecord).where(col(LedgerRecord.book) == book).order_by(col(LedgerRecord.sequence))
    while chunk := session.exec(query.where(col(LedgerRecord.sequence) > last).limit(_AT_ONCE)).all():
        yield from chunk
        last = chunk[-1].sequence
        session.expunge_all()
