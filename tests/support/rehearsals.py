"""Rehearsals on the real engine: server, worker, virtual clock."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from activities.desk import Desk
from app.rehearsal.rehearse import Rehearsed, rehearse
from app.rehearsal.result import RehearsalResult, rehearsal_result
from app.settings import Settings
from app.wiring import open_desk
from tests.support.worker_here import rehearsing_here

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.rehearsal.play import Tell
    from app.scenario import PlayedAct


@dataclass(frozen=True)
class Played:
    """A played scenario: where its data lie, and what it came to."""

    settings: Settings
    desk: Desk
    rehearsed: Rehearsed
    result: RehearsalResult


def _silent(_stage: str, _act: PlayedAct | None) -> None:
    """Nobody watches."""


def play(data: Path, scenario: str, tell: Tell = _silent, *, apart: bool = False) -> Played:
    """Play a scenario into a folder."""
    (played,) = play_all(data, [scenario], tell, apart=apart)
    return played


def play_all(data: Path, scenarios: Sequence[str], tell: Tell = _silent, *, apart: bool = False) -> tuple[Played, ...]:
    """Play several at once into one folder; the worker is in this process unless it is to be `apart`, as in use."""
    settings = Settings(data=data)
    with nullcontext() if apart else rehearsing_here():
        all_rehearsed = rehearse(settings, scenarios, tell)
    desk = open_desk(settings)
    return tuple(Played(settings, desk, one, rehearsal_result(desk, one)) for one in all_rehearsed)
