"""The floor of writing: the statements that a transaction wrote with, sent again by the bare driver."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine

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
    """Collect what is written through the engine in the meantime; of the head's moves only the last."""
    collected: list[Statement] = []

    def keep(
        _connection: Connection,
        _cursor: object,
        text: str,
        given: Sequence[object],
        _context: object,
        many: bool,  # noqa: FBT001  # as SQLAlchemy calls it
    ) -> None:
        if text.startswith("UPDATE head"):
            collected[:] = [one for one in collected if not one[0].startswith("UPDATE head")]
        if text.startswith(("INSERT", "UPDATE", "DELETE")):
            collected.append((text, given, many))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield collected
    finally:
        event.remove(engine, "before_cursor_execute", keep)


@contextmanager
def sent(engine: Engine) -> Iterator[list[str]]:
    """Collect the text of everything that is sent through the engine in the meantime, but for its beginning."""
    collected: list[str] = []

    def keep(_connection: Connection, _cursor: object, text: str, *_: object) -> None:
        if not text.startswith("BEGIN"):
            collected.append(text)

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield collected
    finally:
        event.remove(engine, "before_cursor_execute", keep)


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
