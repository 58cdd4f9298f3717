"""The floor of writing: the statements that a transaction wrote with, sent again by the bare driver."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeAlias
from unittest.mock import patch

from sqlalchemy import event

from models import prepared, sending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPICursor

Statement: TypeAlias = "tuple[str, Sequence[object], bool]"


class BareConnection(Protocol):
    """What both drivers' connections can do."""

    def cursor(self) -> BareCursor:
        """Open a cursor."""
        ...


class BareCursor(Protocol):
    """What both drivers' cursors can do."""

    def execute(self, statement: str, parameters: Sequence[object] = ...) -> object:
        """Send one statement."""
        ...

    def executemany(self, statement: str, parameters: Sequence[Sequence[object]]) -> object:
        """Send one statement for many rows."""
        ...


@contextmanager
def writes(engine: Engine) -> Iterator[list[Statement]]:
    """Collect what is written in the meantime, through the engine or beside it; of the head's moves only the last."""
    collected: list[Statement] = []

    def keep(statement: Statement) -> None:
        text, *_ = statement
        if text.startswith("UPDATE head"):
            collected[:] = [one for one in collected if not one[0].startswith("UPDATE head")]
        if text.startswith(("INSERT", "UPDATE", "DELETE")):
            collected.append(statement)

    with _watched(engine, keep):
        yield collected


@contextmanager
def sent(engine: Engine) -> Iterator[list[str]]:
    """Collect the text of everything that is sent in the meantime, but for the beginning and the end."""
    collected: list[str] = []
    with _watched(engine, lambda statement: collected.append(statement[0])):
        yield collected


@contextmanager
def _watched(engine: Engine, keep: Callable[[Statement], None]) -> Iterator[None]:
    """Tell of every statement before it is sent: by SQLAlchemy, or by the driver's own cursor."""
    one, many = sending.send, sending.send_many

    def by_engine(
        _connection: Connection,
        _cursor: object,
        text: str,
        given: Sequence[object],
        _context: object,
        several: object,
    ) -> None:
        keep((text, given, several is True))

    def by_cursor(connection: Connection, text: str, given: Sequence[object]) -> DBAPICursor:
        keep((text, given, False))
        return one(connection, text, given)

    def by_cursor_for_many(connection: Connection, text: str, given: Sequence[Sequence[object]]) -> None:
        keep((text, given, True))
        many(connection, text, given)

    event.listen(engine, "before_cursor_execute", by_engine)
    try:
        with patch.multiple(prepared, send=by_cursor, send_many=by_cursor_for_many):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", by_engine)


def send(connection: BareConnection, begin: str, statements: Sequence[Statement]) -> None:
    """Send them as one transaction."""
    cursor = connection.cursor()
    cursor.execute(begin)
    for text, parameters, many in statements:
        if many:
            cursor.executemany(text, parameters)  # type: ignore[arg-type]  # many rows where it says so
        else:
            cursor.execute(text, parameters)
    cursor.execute("COMMIT")
