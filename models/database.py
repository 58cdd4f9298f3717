"""The connection: SQLite in WAL with full sync, every transaction begun as the one that writes.

What differs on PostgreSQL stands in `models.postgresql`; both are used through `reading` and `one_at_a_time`.
"""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DisconnectionError

from models.alike_dialect import COMPILED, DRIVER
from models.errors import ModelsError
from models.sending import send
from models.turns_to_write import TurnsToWrite
from models.writing import Hand, is_begun_by_hand

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path
    from sqlite3 import Connection as SqliteConnection

    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry
    from sqlmodel import Session

_PATIENCE_SECONDS = 10
# More than the program has statements; the driver would keep no more than the last 128 that it has read.
_STATEMENTS = 1000

_BEGIN = "BEGIN IMMEDIATE"

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE_SECONDS * 1000}",
    "recursive_triggers=ON",
    "secure_delete=ON",
)


def sqlite_engine(path: Path) -> Engine:
    """Open the database file, which is there already; every transaction takes the write lock at its start.

    A deferred transaction that reads first and writes later can fail half-way with SQLITE_BUSY; an immediate one
    waits up to ten seconds before it begins, and then cannot lose. `reading(engine)` begins without the lock.
    Writers of one process begin in turn.

    A file that was removed or replaced is not written to any more, and none is made in its place: what is accepted
    must be found again under the database's name. Raises ModelsError `database.foreign`, before anything is changed,
    for a database that has tables and no ledger.
    """
    engine = create_engine(
        f"{DRIVER}:///{path}",
        creator=lambda: _opened(path),
        execution_options={"compiled_cache": COMPILED},
        # Values may be a person's words, and errors end in traces.
        hide_parameters=True,
    )
    turns, name = TurnsToWrite(_PATIENCE_SECONDS), str(path)

    def begin(connection: Connection, info: MutableMapping[Any, Any]) -> None:
        turns.take(info)
        send(connection, _BEGIN)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: SqliteConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["file"] = _identity(name)
        connection.isolation_level = None
        _refuse_foreign(connection)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        Hand(
            is_good=lambda: entry.info["file"] == _identity(name),
            begin=lambda begun: begin(begun, entry.info),
            # The driver's own commit would be read anew each time, and say nothing where nothing was begun.
            commit=lambda: connection.execute("COMMIT"),
            leave=lambda: turns.leave(entry.info),
        ).take(entry)

    @event.listens_for(engine, "checkout")
    def _on_checkout(_connection: SqliteConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if entry.info["file"] != _identity(name):
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("reading", False):
            send(connection, "BEGIN")
            return
        if not is_begun_by_hand(connection):
            begin(connection, connection.info)

    @event.listens_for(engine, "checkin")
    def _on_checkin(_connection: SqliteConnection | None, entry: ConnectionPoolEntry) -> None:
        turns.leave(entry.info)

    return engine


def _opened(path: Path) -> SqliteConnection:
    """Open a file that exists: SQLite would make an empty one where a folder is away and another in its place."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, check_same_thread=False, cached_statements=_STATEMENTS)


def _refuse_foreign(connection: SqliteConnection) -> None:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if names and "ledger" not in names:
        raise ModelsError("database.foreign")


def _identity(name: str) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None when there is none."""
    try:
        found = os.stat(name)  # noqa: PTH116  # asked at every transaction
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def reading(engine: Engine) -> Engine:
    """The same database for a reader: one consistent snapshot, no write lock."""
    return engine.execution_options(reading=True)


def one_at_a_time(session: Session, name: str) -> None:
    """Let one transaction at a time look for something of this name that is not there yet, and then make it.

    SQLite's writers follow one another anyway; PostgreSQL has no row to lock before it is made.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})
