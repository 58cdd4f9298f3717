"""Kills its own process before one of the statements that it sends to a server, or right after a commit."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from sqlalchemy import Engine


def struck_at(engine: Engine, number: int) -> list[str]:
    """Count statements, commits and returned connections from now on; the one with this number is the last."""
    points: list[str] = []

    def point(name: str) -> None:
        points.append(name)
        if len(points) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(*arguments: object) -> None:
        point(" ".join(str(arguments[2]).split()[:3]))

    @event.listens_for(engine, "commit")
    def _commit(_connection: object) -> None:
        point("COMMIT")

    @event.listens_for(engine, "checkin")
    def _returned(_connection: object, _entry: object) -> None:
        point("returned")

    return points
