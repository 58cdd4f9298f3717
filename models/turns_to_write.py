"""Writers of one process wait for each other in a queue, because SQLite's own waiting is a sleep and a look again."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_HELD: Final = "turn to write"


class TurnsToWrite:
    """A courtesy and no lock: who has waited `patience` seconds goes on, and SQLite decides as between processes.

    A connection is named by what its pool keeps about it.
    """

    def __init__(self, patience: float) -> None:
        self._turn = Lock()
        self._patience = patience

    def take(self, connection: MutableMapping[Any, Any]) -> None:
        """Wait for the turn of a connection, which keeps it until it leaves."""
        if _HELD not in connection and self._turn.acquire(timeout=self._patience):
            connection[_HELD] = True

    def leave(self, connection: MutableMapping[Any, Any]) -> None:
        """Let the next one write; nothing, if this one had no turn."""
        if connection.pop(_HELD, False):
            self._turn.release()
