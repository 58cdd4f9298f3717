"""Kills its own process before one of the statements that it sends to a server, or right before or after a commit."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any, Self

from psycopg import Connection, Cursor
from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from psycopg.abc import Params, Query
    from sqlalchemy import Engine


def struck_at(engine: Engine, number: int) -> list[str]:
    """Count statements and commits from now on, whoever sends them; the one with this number is the last."""
    points: list[str] = []

    def point(name: str) -> None:
        points.append(name)
        if len(points) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    # Connections that are there already would not be counted.
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _connected(connection: Connection[Any], _entry: object) -> None:
        connection.cursor_factory = _counted(point)
        commit = connection.commit

        def committed() -> None:
            point("COMMIT")
            commit()
            point("committed")

        vars(connection)["commit"] = committed

    return points


def _counted(point: Callable[[str], None]) -> type[Cursor[Any]]:
    class Counted(Cursor[Any]):
        """Tells of each statement before it is sent."""

        def execute(
            self, query: Query, params: Params | None = None, *, prepare: bool | None = None, binary: bool | None = None
        ) -> Self:
            point(" ".join(str(query).split()[:3]))
            # The driver's variants by kind of text are more than the type checker looks through.
            send: Callable[..., Self] = super().execute
            return send(query, params, prepare=prepare, binary=binary)

        def executemany(self, query: Query, params_seq: Iterable[Params], *, returning: bool = False) -> None:
            point(" ".join(str(query).split()[:3]))
            super().executemany(query, params_seq, returning=returning)

    return Counted
