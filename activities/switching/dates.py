"""The dates of a year that goes on under another rubric: a phase that has begun keeps its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from activities.plan_phases import plan_phases
from activities.turn import calendar_of
from deadlines.moves import PHASES
from deadlines.recomputing import end_of_notice
from models.projections import Department, Matter
from models.windows import MONITORING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rules.core.rubric import Rubric


def begun_phases(session: Session, book: str) -> dict[str, set[str]]:
    """The phases and later windows that have begun, by department."""
    phases = col(Matter.matter).in_(PHASES) | col(Matter.matter).startswith(f"{MONITORING}/")
    query = select(Matter.department, Matter.matter).where(col(Matter.book) == book, phases)
    begun: dict[str, set[str]] = {}
    for department, phase in session.exec(query):
        begun.setdefault(department, set()).add(phase)
    return begun


def kept_dates(department: Department, rubric: Rubric, begun: set[str], *, dates: bool) -> dict[str, str]:
    """Whose dates each phase and each window keeps: all of them, or with `dates` those that have begun."""
    kept: dict[str, str] = json.loads(department.kept_dates)
    phases = [one.matter for one in rubric.phases if not dates or one.matter in begun]
    return {phase: kept.get(phase, department.rubric_hash) for phase in phases}


def require_time(session: Session, book: str, rubric: Rubric, departments: Iterable[Department], day: date) -> None:
    """Refuse dates of a phase still to come that leave less than its notice period from the day of the order."""
    begun = begun_phases(session, book)
    calendar = calendar_of(session, book)
    to_come = {
        phase.matter
        for phase in rubric.phases
        for one in departments
        if phase.matter not in begun.get(one.department, ())
    }
    for phase, plan in zip(rubric.phases, plan_phases(session, rubric, book), strict=True):
        notice = end_of_notice(day, phase.notice_days, calendar).isoformat()
        if phase.matter in to_come and plan.due < notice:
            raise RefusedError("switch.dates-too-near", phase=phase.matter, due=plan.due, notice=notice)
