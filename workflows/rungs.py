"""The rungs of every ladder that a department has to climb: what is to be said, when, about which matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from deadlines.ladder import steps
from deadlines.local_time import at_local
from deadlines.moves import ACKNOWLEDGEMENT

if TYPE_CHECKING:
    from models.receipts import Awaited, Turn

SILENCE: Final = "silence"


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
    return (*_silence(turn, awaited), *_ladder(turn, awaited))


def _silence(turn: Turn, awaited: Awaited) -> tuple[Rung, ...]:
    """The moment from which silence may count as an answer; it comes before the alert of that moment."""
    if (turn.course, turn.state) != (ACKNOWLEDGEMENT, "open"):
        return ()
    at = at_local(date.fromisoformat(awaited.due) + timedelta(days=1), time(0))
    return (Rung(turn.matter, f"{turn.matter}|{awaited.act}|{awaited.due}|{SILENCE}", SILENCE, 0, at),)


def _ladder(turn: Turn, awaited: Awaited) -> tuple[Rung, ...]:
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
