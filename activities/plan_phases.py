"""The phases of a year with absolute dates, from the rubric's rules and the book's calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.asked_until import Asking, asked_until
from activities.in_force import rubrics_of
from activities.signatures import PhasePlan
from activities.turn import calendar_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from activities.desk import Desk
    from deadlines.work_calendar import WorkCalendar
    from models.projections import Department
    from rules.core.rubric import Phase, Rubric


def plan_phases(session: Session, rubric: Rubric, book: str) -> tuple[PhasePlan, ...]:
    """One plan per phase, in the rubric's order."""
    calendar = calendar_of(session, book)
    return tuple(_plan(phase, calendar) for phase in rubric.phases)


def planned(desk: Desk, session: Session, departments: Sequence[Department]) -> dict[str, tuple[PhasePlan, ...]]:
    """The plans of each department's year, by the department; those that run alike share theirs."""
    rubrics = rubrics_of(desk, session, departments)
    alike = {id(rubric): plan_phases(session, rubric, departments[0].book) for rubric in rubrics.values()}
    return {name: alike[id(rubric)] for name, rubric in rubrics.items()}


def _plan(phase: Phase, calendar: WorkCalendar) -> PhasePlan:
    deadline = asked_until(phase, Asking(phase.id, "open", date.fromisoformat(phase.opens)), calendar)
    return PhasePlan(
        phase=phase.matter,
        opens=phase.opens,
        due=deadline.day.isoformat(),
        provisional=deadline.provisional,
    )
