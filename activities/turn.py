"""Whose turn it is after an act, and when the next act is due: the protocol and the book's frozen calendar."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from deadlines.deadline import Deadline, due, rule_of
from deadlines.moves import ACKNOWLEDGEMENT, PHASES
from deadlines.protocol import awaited, next_state
from deadlines.work_calendar import WorkCalendar
from models.projections import Book, Matter, Task
from models.receipts import Awaited, Turn

if TYPE_CHECKING:
    from rules.core.rubric import Acknowledgement, Due, Phase, Rubric

# Warnings and findings follow the clock of the phase that they arise in.
_HOME = {"warning": "monitoring", "finding": "rectification"}


def phase_of(rubric: Rubric, course: str) -> Phase:
    """The rubric's own words about the phase that a course belongs to."""
    wanted = _HOME.get(course, course)
    for one in rubric.phases:
        if one.id == wanted:
            return one
    raise RefusedError("phase.not-in-rubric", phase=wanted, rubric=rubric.id)


def acknowledgement_of(rubric: Rubric) -> Acknowledgement:
    """What the rubric says of answering to a final score."""
    if rubric.acknowledgement is None:
        raise RefusedError("acknowledgement.not-in-rubric", rubric=rubric.id)
    return rubric.acknowledgement


def calendar_of(session: Session, book: str) -> WorkCalendar:
    """The work calendar that the book froze at its opening."""
    return WorkCalendar.from_data(json.loads(session.get_one(Book, book).calendar))


def deadline_of(rule: Due, start: date, calendar: WorkCalendar) -> Deadline:
    """When something that starts on a day is due under the rubric's rule."""
    return due(start, rule_of(rule.date, rule.days, rule.kind), calendar)


def standing(session: Session, book: str, department: str, matter: str) -> Turn:
    """Where a matter stands in the ledger's tables; refuses one that has not begun."""
    found = session.get(Matter, (book, department, matter))
    if found is None:
        code = "phase.not-open" if matter in PHASES else "matter.unknown"
        raise RefusedError(code, phase=matter, matter=matter, department=department)
    return Turn(matter=matter, course=found.course, state=found.state, awaited=_awaited(session, found))


def _awaited(session: Session, matter: Matter) -> Awaited | None:
    query = select(Task).where(
        col(Task.book) == matter.book,
        col(Task.department) == matter.department,
        col(Task.matter) == matter.matter,
        col(Task.state) == "open",
    )
    task = session.exec(query).one_or_none()
    if task is None:
        return None
    return Awaited(act=task.act, role=task.role, due=task.due, provisional=task.provisional, **json.loads(task.ladder))


def turn_after(session: Session, rubric: Rubric, book: str, turn: Turn, act: str, day: date) -> Turn:
    """The turn that follows when `act` is done on a domain day; raises ActError when it may not be done."""
    state = next_state(turn.course, turn.state, act)
    if state == turn.state:
        return turn
    calendar = calendar_of(session, book)
    if turn.course == ACKNOWLEDGEMENT:
        clock = acknowledgement_of(rubric)
        answer = due(day, rule_of(None, clock.answer_days, clock.kind), calendar)
        return new_turn(turn.matter, turn.course, state, clock, answer, day)
    phase = phase_of(rubric, turn.course)
    deadline = _next_deadline(phase, turn, state, day, calendar)
    return new_turn(turn.matter, turn.course, state, phase, deadline, day)


def new_turn(
    matter: str, course: str, state: str, phase: Phase | Acknowledgement, deadline: Deadline, since: date
) -> Turn:
    """A matter in a state, with the act that it awaits from a day to its deadline, under the ladder of its phase."""
    waiting = awaited(course, state)
    if waiting is None:
        return Turn(matter=matter, course=course, state=state)
    act, role = waiting
    return Turn(
        matter=matter,
        course=course,
        state=state,
        awaited=Awaited(
            act=act,
            role=role,
            since=since.isoformat(),
            due=deadline.day.isoformat(),
            provisional=deadline.provisional,
            reminders=phase.reminders,
            overdue=phase.overdue,
        ),
    )


def _next_deadline(phase: Phase, turn: Turn, state: str, day: date, calendar: WorkCalendar) -> Deadline:
    """The answer is due as the rubric says; a returned filing gets as many days again, and never less than it had."""
    answer = deadline_of(phase.review or phase.due, day, calendar)
    if state != "open" or turn.course not in PHASES:
        return answer
    first = deadline_of(phase.due, date.fromisoformat(phase.opens), calendar)
    return max(first, answer, key=lambda deadline: deadline.day)
