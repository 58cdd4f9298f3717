"""Inputs of the workflows: single frozen models, small, with absolute dates."""

from __future__ import annotations

from activities.signatures import PhasePlan
from models.commands import OpenBook
from models.values import Frozen


class PhaseRun(Frozen):
    """One run of a department's year: the phase at `position` of `plans`. Facts live in the ledger, not here."""

    book: str
    epoch: int
    department: str
    shift_seconds: int
    plans: tuple[PhasePlan, ...]
    position: int = 0


class CycleRun(Frozen):
    """A bureau's cycle: the book to open, the departments taken in so far, and those whose year has ended."""

    opening: OpenBook
    epoch: int = 1
    enrolled: tuple[str, ...] = ()
    concluded: tuple[str, ...] = ()


class YearReport(Frozen):
    """A department's year has ended, at this domain time."""

    department: str
    happened_at: str
