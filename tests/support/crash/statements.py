"""Kills its own process before one of the statements that it sends to a server, or right before or after a commit."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

from psycopg import Connection, Cursor
from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

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

        def execute(self, query: Any, *given: Any, **how: Any) -> Any:  # noqa: ANN401  # as the driver calls it
            point(" ".join(str(query).split()[:3]))
            return super().execute(query, *given, **how)

        def executemany(self, query: Any, *given: Any, **how: Any) -> None:  # noqa: ANN401  # as the driver calls it
            point(" ".join(str(query).split()[:3]))
            super().executemany(query, *given, **how)

    return Counted
