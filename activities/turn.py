"""Whose turn it is after an act, and when the next act is due: the protocol and the book's calendar."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from activities.asked_until import Asking, asked_until
from activities.errors import RefusedError
from audit.errors import UnknownBookError
from deadlines.deadline import Deadline
from deadlines.moves import ACKNOWLEDGEMENT, AT_THE_DEPARTMENT, PHASES, course_of
from deadlines.protocol import awaited, next_state
from deadlines.work_calendar import WorkCalendar
from models.lookups import row_with
from models.projections import Book, Matter, Task
from models.receipts import Awaited, EscalationStep, Pressed, Turn
from models.windows import home_of
from rules.core.rubric import Due

if TYPE_CHECKING:
    from sqlmodel import Session

    from rules.core.rubric import Phase, Rubric

_CALENDARS: Final = 16


def phase_of(rubric: Rubric, matter: str) -> Phase:
    """The rubric's own words about the phase that a matter belongs to."""
    if course_of(matter) == ACKNOWLEDGEMENT:
        return _answered(rubric)
    wanted = home_of(matter)
    for one in rubric.phases:
        if one.matter == wanted:
            return one
    raise RefusedError("phase.not-in-rubric", phase=wanted, rubric=rubric.id)


def _answered(rubric: Rubric) -> Phase:
    """The review's phase with the days of the answer to its final score."""
    asked = rubric.acknowledgement
    if asked is None:
        raise RefusedError("acknowledgement.not-in-rubric", rubric=rubric.id)
    return replace(
        phase_of(rubric, "review"),
        due=Due(days=asked.days, kind=asked.kind),
        review=Due(days=asked.answer_days, kind=asked.kind),
        reminders=asked.reminders,
        overdue=asked.overdue,
        escalation=(),
    )


def calendar_of(session: Session, book: str) -> WorkCalendar:
    """The work calendar of the book: as it was at the opening, with the years announced since."""
    found = row_with(session, Book, book=book)
    if found is None:
        raise UnknownBookError(book=book)
    return _calendar(found.calendar)


@lru_cache(maxsize=_CALENDARS)
def _calendar(text: str) -> WorkCalendar:
    """The calendar that is written so: the same for every act of a book until a year is announced."""
    return WorkCalendar.from_data(json.loads(text))


def standing(session: Session, book: str, department: str, matter: str) -> Turn:
    """Where a matter stands in the ledger's tables; refuses one that has not begun."""
    found = row_with(session, Matter, book=book, department=department, matter=matter)
    if found is None:
        code = "phase.not-open" if course_of(matter) in PHASES else "matter.unknown"
        raise RefusedError(code, phase=matter, matter=matter, department=department)
    return Turn(matter=matter, course=found.course, state=found.state, awaited=_awaited(session, found))


def _awaited(session: Session, matter: Matter) -> Awaited | None:
    here = {"book": matter.book, "department": matter.department, "matter": matter.matter}
    task = row_with(session, Task, **here, state="open")
    return None if task is None else awaited_in(task)


def awaited_in(task: Task) -> Awaited:
    """The act that an open task waits for."""
    ladder = json.loads(task.ladder)
    form = Pressed if "suspends" in ladder else Awaited
    return form(act=task.act, role=task.role, due=task.due, provisional=task.provisional, **ladder)


def turn_after(session: Session, rubric: Rubric, book: str, turn: Turn, act: str, day: date) -> Turn:
    """The turn that follows when `act` is done on a domain day; raises ActError when it may not be done."""
    state = next_state(turn.course, turn.state, act)
    if state == turn.state:
        return turn
    phase = phase_of(rubric, turn.matter)
    if turn.awaited is not None and {turn.state, state} <= set(AT_THE_DEPARTMENT):
        # From one hand to the other within the department: the day stays.
        deadline = Deadline(date.fromisoformat(turn.awaited.due), turn.awaited.provisional)
        return new_turn(turn.matter, turn.course, state, phase, deadline, day)
    asking = Asking(course_of(turn.matter), state, day, again=state == "open")
    deadline = asked_until(phase, asking, calendar_of(session, book))
    return new_turn(turn.matter, turn.course, state, phase, deadline, day)


def new_turn(matter: str, course: str, state: str, phase: Phase, deadline: Deadline, since: date) -> Turn:
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
            escalation=_escalation(phase, role),
        ),
    )


def _escalation(phase: Phase, owner: str) -> tuple[EscalationStep, ...]:
    return tuple(
        EscalationStep(days=step.days, to_role=owner if step.to == "owner" else step.to) for step in phase.escalation
    )
