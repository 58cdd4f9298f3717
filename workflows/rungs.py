"""The rungs of every ladder that a department has to climb: what is to be said, when, about which matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from deadlines.ladder import Ladder, steps
from deadlines.local_time import at_local
from deadlines.moves import ACKNOWLEDGEMENT
from models.receipts import Pressed

if TYPE_CHECKING:
    from deadlines.ladder import Step
    from models.receipts import Awaited, Turn

SILENCE: Final = "silence"
SUSPENSION: Final = "suspension"


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing to say, to the role `to` where the ladder names one; `name` tells it from every other of the year."""

    matter: str
    name: str
    kind: str
    days: int
    at: datetime
    to: str | None = None


def rungs_of(turn: Turn) -> tuple[Rung, ...]:
    """The rungs of a matter's awaited act, none when nothing is awaited."""
    awaited = turn.awaited
    if awaited is None:
        return ()
    return (*_silence(turn, awaited), *_suspension(turn, awaited), *_ladder(turn, awaited))


def _silence(turn: Turn, awaited: Awaited) -> tuple[Rung, ...]:
    """The moment from which silence may count as an answer; it comes before the alert of that moment."""
    if (turn.course, turn.state) != (ACKNOWLEDGEMENT, "open"):
        return ()
    at = at_local(date.fromisoformat(awaited.due) + timedelta(days=1), time(0))
    return (Rung(turn.matter, f"{turn.matter}|{awaited.act}|{awaited.due}|{SILENCE}", SILENCE, 0, at),)


def _suspension(turn: Turn, awaited: Awaited) -> tuple[Rung, ...]:
    """The moment from which an unanswered warning suspends what it is about; another one when its day is put off."""
    if not isinstance(awaited, Pressed):
        return ()
    at = at_local(date.fromisoformat(awaited.suspends) + timedelta(days=1), time(0))
    name = f"{turn.matter}|{awaited.act}|{awaited.due}|{SUSPENSION}-{awaited.suspends}"
    return (Rung(turn.matter, name, SUSPENSION, 0, at),)


def _ladder(turn: Turn, awaited: Awaited) -> tuple[Rung, ...]:
    # An extension granted on the ninth does not remind of its new end as if it had been known on the first.
    since = at_local(date.fromisoformat(max(awaited.since, awaited.extended_on or awaited.since)), time(0))
    escalation = tuple((step.days, step.to_role) for step in awaited.escalation)
    ladder = Ladder(awaited.reminders, awaited.overdue, escalation)
    return tuple(
        Rung(turn.matter, _name(turn.matter, awaited, step), step.kind, step.days, step.at, step.to)
        for step in steps(date.fromisoformat(awaited.due), ladder, since)
    )


def _name(matter: str, awaited: Awaited, step: Step) -> str:
    name = f"{matter}|{awaited.act}|{awaited.due}|{step.kind}-{step.days}"
    return name if step.to is None else f"{name}-{step.to}"
