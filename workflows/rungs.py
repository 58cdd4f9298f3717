"""The rungs of every ladder that a department has to climb: what is to be said, when, about which matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deadlines.ladder import steps

if TYPE_CHECKING:
    from models.receipts import Turn


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing to say; `name` tells it from every other of the year."""

    matter: str
    name: str
    kind: str
    days: int
    at: datetime


def rungs_of(turn: Turn, opened_at: datetime) -> tuple[Rung, ...]:
    """The rungs of a matter's awaited act, none when nothing is awaited."""
    awaited = turn.awaited
    if awaited is None:
        return ()
    ladder = steps(date.fromisoformat(awaited.due), awaited.reminders, awaited.overdue, opened_at)
    return tuple(
        Rung(
            turn.matter,
            f"{turn.matter}|{awaited.act}|{awaited.due}|{step.kind}-{step.days}",
            step.kind,
            step.days,
            step.at,
        )
        for step in ladder
    )
