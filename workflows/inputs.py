"""Inputs of the workflows: single frozen models, small, with absolute dates."""

from __future__ import annotations

from activities.signatures import PhasePlan
from models.opening import OpenBook
from models.receipts import Turn
from models.values import Frozen


class PhaseRun(Frozen):
    """One run of a department's year: the phase at `position` of `plans`. Facts live in the ledger, not here."""

    book: str
    epoch: int
    department: str
    shift_seconds: int
    plans: tuple[PhasePlan, ...]
    position: int = 0
    # Warnings and findings outlive the phase that they arise in.
    turns: tuple[Turn, ...] = ()
    said: tuple[str, ...] = ()


class Resume(Frozen):
    """Who takes a book up again, under which random name of this attempt."""

    resumption: str
    actor: str


class Serving(Frozen):
    """What a cycle knows: the departments that are enrolled, and the domain time at which years have ended."""

    enrolled: tuple[str, ...]
    concluded: dict[str, str]


class CycleRun(Frozen):
    """A bureau's cycle: the book to open, or to take up again from the ledger under a new epoch.

    `serving` is what an earlier run hands on when its history has grown long: the book is open already.
    """

    opening: OpenBook
    epoch: int = 1
    resume: Resume | None = None
    serving: Serving | None = None


class TurnsTaken(Frozen):
    """Turns that an order of the bureau changed, and the new dates of the phases where it changed those.

    `corrected` if a due day in them may be earlier than before.
    """

    turns: tuple[Turn, ...]
    corrected: bool = False
    plans: tuple[PhasePlan, ...] = ()


class YearReport(Frozen):
    """A department's year has ended, at this domain time."""

    department: str
    happened_at: str
