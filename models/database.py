"""The connection: SQLite in WAL with full sync, every transaction begun as the one that writes.

What differs on PostgreSQL stands in `models.postgresql`; both are used through `reading` and `one_at_a_time`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, text

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection as SqliteConnection

    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry
    from sqlmodel import Session

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "recursive_triggers=ON",
)


def sqlite_engine(path: Path) -> Engine:
    """Open (or create) the database file; every transaction takes the write lock at its start.

    A deferred transaction that reads first and writes later can fail half-way with SQLITE_BUSY; an immediate one
    waits up to ten seconds before it begins, and then cannot lose. `reading(engine)` begins without the lock.
    """
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _on_connect(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def reading(engine: Engine) -> Engine:
    """The same database for a reader: one consistent snapshot, no write lock."""
    return engine.execution_options(reading=True)


def one_at_a_time(session: Session, name: str) -> None:
    """Let one transaction at a time look for something of this name that is not there yet, and then make it.

    SQLite's writers follow one another anyway; PostgreSQL has no row to lock before it is made.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})
