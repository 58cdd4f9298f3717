"""Rehearsals on the real engine: server, worker process, virtual clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from activities.desk import Desk
from app.rehearsal.rehearse import Rehearsed, rehearse
from app.rehearsal.result import RehearsalResult, rehearsal_result
from app.settings import Settings
from app.wiring import open_desk

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


def play(data: Path, scenario: str, tell: Tell = _silent) -> Played:
    """Play a scenario into a folder."""
    (played,) = play_all(data, [scenario], tell)
    return played


def play_all(data: Path, scenarios: Sequence[str], tell: Tell = _silent) -> tuple[Played, ...]:
    """Play several at once into one folder."""
    settings = Settings(data=data)
    all_rehearsed = rehearse(settings, scenarios, tell)
    desk = open_desk(settings)
    return tuple(Played(settings, desk, one, rehearsal_result(desk, one)) for one in all_rehearsed)
