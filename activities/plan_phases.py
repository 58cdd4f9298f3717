"""The phases of a year with absolute dates, from the rubric's rules and the book's calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.asked_until import Asking, asked_until
from activities.signatures import PhasePlan
from activities.turn import calendar_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from deadlines.work_calendar import WorkCalendar
    from rules.core.rubric import Phase, Rubric


def plan_phases(session: Session, rubric: Rubric, book: str) -> tuple[PhasePlan, ...]:
    """One plan per phase, in the rubric's order."""
    calendar = calendar_of(session, book)
    return tuple(_plan(phase, calendar) for phase in rubric.phases)


def _plan(phase: Phase, calendar: WorkCalendar) -> PhasePlan:
    deadline = asked_until(phase, Asking(phase.id, "open", date.fromisoformat(phase.opens)), calendar)
    return PhasePlan(
        phase=phase.matter,
        opens=phase.opens,
        due=deadline.day.isoformat(),
        provisional=deadline.provisional,
    )
