"""Whose turn it is after an act, and when the next act is due: the protocol and the book's frozen calendar."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from deadlines.deadline import Deadline, due, rule_of
from deadlines.protocol import awaited, next_state
from deadlines.work_calendar import WorkCalendar
from models.projections import Book, PhaseState, Task
from models.receipts import Awaited, Turn

if TYPE_CHECKING:
    from rules.core.rubric import Due, Phase, Rubric


def phase_of(rubric: Rubric, phase: str) -> Phase:
    """The rubric's own words about a phase."""
    for one in rubric.phases:
        if one.id == phase:
            return one
    raise RefusedError("phase.not-in-rubric", phase=phase, rubric=rubric.id)


def calendar_of(session: Session, book: str) -> WorkCalendar:
    """The work calendar that the book froze at its opening."""
    return WorkCalendar.from_data(json.loads(session.get_one(Book, book).calendar))


def deadline_of(rule: Due, start: date, calendar: WorkCalendar) -> Deadline:
    """When something that starts on a day is due under the rubric's rule."""
    return due(start, rule_of(rule.date, rule.days, rule.kind), calendar)


def standing(session: Session, book: str, department: str, phase: str) -> Turn:
    """Where the phase stands in the ledger's tables; refuses an act in a phase that has not begun."""
    state = session.get(PhaseState, (book, department, phase))
    if state is None:
        raise RefusedError("phase.not-open", phase=phase, department=department)
    query = select(Task).where(
        col(Task.book) == book,
        col(Task.department) == department,
        col(Task.phase) == phase,
        col(Task.state) == "open",
    )
    task = session.exec(query).one_or_none()
    waiting = None
    if task is not None:
        waiting = Awaited(act=task.act, role=task.role, due=task.due, provisional=task.provisional)
    return Turn(phase=phase, state=state.state, awaited=waiting)


def turn_after(session: Session, rubric: Rubric, book: str, turn: Turn, act: str, day: date) -> Turn:
    """The turn that follows when `act` is done on a domain day; raises ActError when it may not be done."""
    state = next_state(turn.phase, turn.state, act)
    if state == turn.state:
        return turn
    waiting = awaited(turn.phase, state)
    if waiting is None:
        return Turn(phase=turn.phase, state=state)
    deadline = _next_deadline(phase_of(rubric, turn.phase), state, day, calendar_of(session, book))
    name, role = waiting
    return Turn(
        phase=turn.phase,
        state=state,
        awaited=Awaited(act=name, role=role, due=deadline.day.isoformat(), provisional=deadline.provisional),
    )


def _next_deadline(phase: Phase, state: str, day: date, calendar: WorkCalendar) -> Deadline:
    """The answer is due as the rubric says; a returned filing gets as many days again, and never less than it had."""
    answer = deadline_of(phase.review or phase.due, day, calendar)
    if state != "open":
        return answer
    first = deadline_of(phase.due, date.fromisoformat(phase.opens), calendar)
    return max(first, answer, key=lambda deadline: deadline.day)
