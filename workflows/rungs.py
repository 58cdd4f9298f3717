"""The rungs of every ladder that a department has to climb: what is to be said, when, about which matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from deadlines.ladder import steps
from deadlines.local_time import at_local

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


def rungs_of(turn: Turn) -> tuple[Rung, ...]:
    """The rungs of a matter's awaited act, none when nothing is awaited."""
    awaited = turn.awaited
    if awaited is None:
        return ()
    # An extension granted on the ninth does not remind of its new end as if it had been known on the first.
    since = at_local(date.fromisoformat(max(awaited.since, awaited.extended_on or awaited.since)), time(0))
    ladder = steps(date.fromisoformat(awaited.due), awaited.reminders, awaited.overdue, since)
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
