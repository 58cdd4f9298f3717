"""A due day that was put off to the wrong day: what is awaited gets the right one, what was done is judged anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.corrections.effect import Case, Effect
from activities.enrolled import enrolled
from activities.errors import RefusedError
from activities.extend_along import due_day
from activities.internal_days import internal_of, moved_along, require_internal
from activities.turn import standing
from activities.whole_book import awaited_tasks
from audit.filings import filings_of
from deadlines.deadline import Deadline, days_late, extended
from deadlines.local_time import local_date
from deadlines.moves import PHASES, course_of
from deadlines.rule import day_of
from models.corrections import RightDay
from models.projections import Extension, Task
from models.receipts import MovedDay, Turn, WaitingTurn
from models.values import instant
from models.windows import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def standing_day(case: Case) -> RightDay:
    """The day that the extension gives now. Refused when a later extension replaced it."""
    return RightDay(due=_extension(case).due)


def day_effect(case: Case, right: RightDay) -> Effect:
    """The turn with the right day, or the lateness of what was done, judged on it.

    Refused for a day that is no extension, for one that would make late what came in time, for an answer to a warning
    or a finding that has been given, and in a year that has ended without an addendum.
    """
    extension = _extension(case)
    deadline = extended(date.fromisoformat(extension.due_before), day_of(right.due))
    if enrolled(case.session, case.book, case.department).concluded and case.writer.sealed.addendum is None:
        raise RefusedError("year.concluded", book=case.book, department=case.department)
    key = (case.book, case.department, extension.matter, extension.act, extension.round)
    task = case.session.get_one(Task, key)
    if task.state == "open":
        return Effect(turns=tuple(_turns(case, extension, task, deadline)))
    return _judged(case, extension, task, deadline.day)


def _extension(case: Case) -> Extension:
    given = case.session.get_one(Extension, (case.book, case.corrected.sequence))
    later = select(Extension.sequence).where(
        col(Extension.book) == case.book,
        col(Extension.department) == case.department,
        col(Extension.matter) == given.matter,
        col(Extension.act) == given.act,
        col(Extension.round) == given.round,
        col(Extension.sequence) > given.sequence,
    )
    if case.session.exec(later).first() is not None:
        raise RefusedError("correction.superseded", sequence=str(given.sequence))
    return given


def _turns(case: Case, extension: Extension, task: Task, right: Deadline) -> Iterator[Turn]:
    """The turn with the right day, and those of the internal days that follow it."""
    said_on = local_date(instant(case.received_at))
    require_internal(case.session, case.book, case.department, extension.matter, (right.day, said_on))
    turn = WaitingTurn.model_validate(standing(case.session, case.book, case.department, extension.matter).model_dump())
    yield Turn(**_put(turn, right, said_on).model_dump())
    place = {"department": case.department, "matter": extension.matter, "act": extension.act}
    moved = MovedDay(**place, due_before=task.due, due=right.day.isoformat())
    internal = internal_of(case.session, case.book, awaited_tasks(case.session, case.book))
    turns = {
        one.awaited.task.matter: one.awaited.turn for one in internal if one.own.task.department == case.department
    }
    for one in moved_along(internal, [moved], lambda each: min(due_day(each), said_on)):
        yield Turn(**_put(turns[one.matter], Deadline(day_of(one.due), provisional=False), said_on).model_dump())


def _put(turn: WaitingTurn, deadline: Deadline, said_on: date) -> WaitingTurn:
    update = {"due": deadline.day.isoformat(), "provisional": False, "extended_on": said_on.isoformat()}
    return turn.model_copy(update={"awaited": turn.awaited.model_copy(update=update)})


def _judged(case: Case, extension: Extension, task: Task, day: date) -> Effect:
    if course_of(extension.matter) not in PHASES:
        raise RefusedError("correction.answered", matter=extension.matter, sequence=str(extension.sequence))
    late = days_late(instant(task.done_at or ""), day)
    if late > task.days_late:
        raise RefusedError("correction.makes-late", due=day.isoformat(), before=str(task.days_late), after=str(late))
    filings = filings_of(case.session, case.book, case.department, extension.matter)
    judged = (
        one.sequence for one in filings if task.act == f"{kind_of(one.phase)}.file" and one.received_at == task.done_at
    )
    return Effect(days_late=late, judged=next(judged, None))
