"""Ends processes of a rehearsal with SIGKILL at chosen points, while what follows is in hand."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from app.scenario import PlayedAct

Victim: TypeAlias = Literal["worker", "server", "both"]

_FILES = {"worker": ("worker.pid",), "server": ("temporal.pid",), "both": ("worker.pid", "temporal.pid")}
_LONGEST_DELAY = 0.3


@dataclass(frozen=True, slots=True)
class Blow:
    """Kill the victim so many seconds after this many acts were told (0: after the opening)."""

    acts: int
    delay: float
    victim: Victim


def blows(seed: int, acts: int, number: int) -> list[Blow]:
    """Random points of a play with so many acts, repeatable by their seed."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    return [
        Blow(chance.randrange(acts + 1), chance.random() * _LONGEST_DELAY, chance.choice(("worker", "server", "both")))
        for _ in range(number)
    ]


class Killer:
    """Deals its blows to the processes of one data folder; `dealt` are those that met a living victim."""

    def __init__(self, data: Path, planned: list[Blow]) -> None:
        self.dealt: list[Blow] = []
        self._data = data
        self._planned = list(planned)
        self._acts = 0
        self._threads: list[threading.Thread] = []

    def tell(self, stage: str, act: PlayedAct | None) -> None:
        """What a rehearsal calls at each stage and after each act."""
        if stage == "server":
            # Before the opening is told there is no worker yet.
            return
        self._acts += act is not None
        due = [blow for blow in self._planned if blow.acts <= self._acts]
        self._planned = [blow for blow in self._planned if blow.acts > self._acts]
        for blow in due:
            thread = threading.Thread(target=self._deal, args=(blow,))
            self._threads.append(thread)
            thread.start()

    def finish(self) -> None:
        """Wait for the last blow."""
        for thread in self._threads:
            thread.join()

    def _deal(self, blow: Blow) -> None:
        time.sleep(blow.delay)
        for name in _FILES[blow.victim]:
            try:
                os.kill(int((self._data / name).read_text()), signal.SIGKILL)
            except (ProcessLookupError, FileNotFoundError, ValueError):
                # It lies dead already, or the play is over.
                return
        self.dealt.append(blow)
