"""The connection to PostgreSQL: durable commits, one consistent snapshot for readers, no endless wait for a lock."""

from __future__ import annotations

from select import POLLIN, poll
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, InvalidatePoolError

from models.errors import ModelsError
from models.writing import Hand, is_begun_by_hand

if TYPE_CHECKING:
    from psycopg import Connection as PgConnection
    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

_OPTIONS = "-c synchronous_commit=on -c lock_timeout=10s -c timezone=UTC"
_BYTE_ORDER = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def postgresql_engine(address: str) -> Engine:
    """Connect to `postgresql://user:password@host/database`; writers run in READ COMMITTED behind the head's lock.

    Raises ModelsError `database.bad-address` for anything else. The address is not repeated: it may hold a password.
    """
    arguments = {"options": _OPTIONS, "client_encoding": "utf8"}
    engine = create_engine(_driven(address), connect_args=arguments, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: PgConnection[object], entry: ConnectionPoolEntry) -> None:
        # The driver begins with the first statement.
        Hand(lambda: not _is_lost(connection), lambda _: None, connection.commit, lambda: None).take(entry)

    @event.listens_for(engine, "checkout")
    def _on_checkout(connection: PgConnection[object], _entry: ConnectionPoolEntry, _proxy: object) -> None:
        if _is_lost(connection):
            raise InvalidatePoolError

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if not is_begun_by_hand(connection) and connection.get_execution_options().get("reading", False):
            # By the driver itself: a streaming connection would make a cursor of it.
            connection.connection.cursor().execute(_SNAPSHOT)

    return engine


def _is_lost(connection: PgConnection[object]) -> bool:
    """Whether the server has hung up: on a connection at rest it has nothing to say but that.

    Asking it instead would take a way there and back before every transaction.
    """
    if connection.closed:
        return True
    looking = poll()
    looking.register(connection.fileno(), POLLIN)
    return bool(looking.poll(0))


def _driven(address: str) -> str:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise ModelsError("database.bad-address") from error
    if url.drivername != "postgresql" or not url.username:
        raise ModelsError("database.bad-address")
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def check_order(connection: Connection) -> None:
    """The order of texts must be that of their bytes, as on SQLite; raises ModelsError `database.order`.

    Lists that go into records are sorted by the database; another order would be another record.
    """
    query = text(
        "SELECT pg_encoding_to_char(encoding) AS encoding, "
        # The column of the provider's own locale was renamed in version 17.
        "coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', datcollate) AS collation "
        "FROM pg_database d WHERE datname = current_database()"
    )
    found = connection.execute(query).one()
    if found.encoding != "UTF8" or found.collation not in _BYTE_ORDER:
        raise ModelsError("database.order", encoding=found.encoding, collation=found.collation)
