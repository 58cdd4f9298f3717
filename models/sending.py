"""Statements sent by the driver's own cursor, within a transaction that SQLAlchemy has begun.

What SQLAlchemy does around one statement takes longer than most databases take to follow it; what is kept of it is that
errors are its own, and that a connection that broke is given up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, ResourceClosedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine.interfaces import DBAPICursor, DBAPIModule
    from sqlmodel import Session

Given: TypeAlias = "Sequence[object] | Mapping[str, object]"


def connection_of(session: Session) -> Connection:
    """The connection that a session works on; one that it was made for is not asked for again at every statement."""
    return session.bind if isinstance(session.bind, Connection) else session.connection()


def send(connection: Connection, text: str, given: Given = ()) -> DBAPICursor:
    """Send one statement with its values as the driver takes them. Raises DBAPIError."""
    cursor = _cursor(connection)
    try:
        cursor.execute(text, given)
    except connection.dialect.loaded_dbapi.Error as error:
        raise told(connection, cursor, text, error) from error
    return cursor


def send_many(connection: Connection, text: str, given: Sequence[Given]) -> None:
    """Send one statement for many rows. Raises DBAPIError."""
    cursor = _cursor(connection)
    try:
        # All of them are given in one and the same way.
        cursor.executemany(text, cast("Sequence[Sequence[object]]", given))
    except connection.dialect.loaded_dbapi.Error as error:
        raise told(connection, cursor, text, error) from error


def _cursor(connection: Connection) -> DBAPICursor:
    driver = connection.connection.dbapi_connection
    if driver is None:
        raise ResourceClosedError("the connection has been given up")
    return driver.cursor()


def told(connection: Connection, cursor: DBAPICursor | None, text: str, error: DBAPIModule.Error) -> BaseException:
    """The error as SQLAlchemy would raise it, but without the values: they are long, and not for a log."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
    said = DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    if lost:
        connection.invalidate(error)
    return said
