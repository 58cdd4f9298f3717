"""Whose turn it is: the state of a matter, and the task that waits for the next act."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from audit.project.internal_days import follow_internal_day
from audit.project.rows import add_row, change_equal
from audit.project.subject import department_of
from models.prepared import number
from models.projections import Matter, Task
from models.sending import connection_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.ledger import Record
    from models.projections import Extension
    from models.receipts import Awaited, Turn, WaitingTurn

_TIMES_ASKED: Final = (
    select(func.count())
    .select_from(Task)
    .where(*(col(getattr(Task, name)) == bindparam(name) for name in ("book", "department", "matter", "act")))
)
_LADDER = {"since", "reminders", "overdue", "escalation", "extended_on", "suspends"}


def begin_matter(session: Session, record: Record, turn: Turn) -> None:
    """A matter begins, with its first task."""
    add_row(
        session,
        Matter,
        book=record.book,
        department=department_of(record),
        matter=turn.matter,
        sequence=record.sequence,
        course=turn.course,
        state=turn.state,
        opened_at=record.happened_at,
    )
    if turn.awaited is not None:
        _open_task(session, record, turn.matter, turn.awaited)


def move_matter(session: Session, record: Record, turn: Turn, days_late: int = 0) -> None:
    """A matter takes its next turn: its open tasks are done by the record's actor, the next one opens."""
    _move(session, record, turn)
    _close_tasks(session, record, turn.matter, days_late, record.actor)
    if turn.awaited is not None:
        _open_task(session, record, turn.matter, turn.awaited, _asked(session, record, turn.matter, turn.awaited.act))


def end_matter(session: Session, record: Record, turn: Turn) -> None:
    """A matter ends without an answer: nobody did what was awaited."""
    _move(session, record, turn)
    _close_tasks(session, record, turn.matter, 0, None)


def _move(session: Session, record: Record, turn: Turn) -> None:
    here = {"book": record.book, "department": department_of(record), "matter": turn.matter}
    change_equal(session, Matter, here, needed=True, state=turn.state, sequence=record.sequence)


def extend_task(session: Session, record: Record, turn: WaitingTurn) -> Task:
    """The open task of a matter gets the due day of its turn; whose it is and since when stays."""
    query = select(Task).where(*_tasks(record, turn.matter), col(Task.state) == "open")
    task = session.exec(query).one()
    task.due, task.provisional, task.ladder = turn.awaited.due, turn.awaited.provisional, _ladder(turn.awaited)
    task.sequence = record.sequence
    session.add(task)
    follow_internal_day(session, record, turn)
    return task


def judge_again(session: Session, record: Record, extension: Extension, days_late: int) -> None:
    """The task that an extension gave time to is done; its due day and lateness follow the day that was right."""
    key = (extension.book, extension.department, extension.matter, extension.act, extension.round)
    task = session.get_one(Task, key)
    task.due, task.days_late, task.sequence = extension.due, days_late, record.sequence
    session.add(task)


def _ladder(awaited: Awaited) -> str:
    # What an earlier book did not know is left out where it is empty: its tables have to come out as they were.
    unsaid = "" if awaited.escalation else "escalation"
    said = {name: held for name, held in vars(awaited).items() if name in _LADDER and name != unsaid}
    return json.dumps(said, default=vars)


def _close_tasks(session: Session, record: Record, matter: str, days_late: int, by: str | None) -> None:
    here = {"book": record.book, "department": department_of(record), "matter": matter, "state": "open"}
    change_equal(
        session,
        Task,
        here,
        needed=False,
        state="done",
        sequence=record.sequence,
        done_at=record.received_at or record.happened_at,
        done_by=by,
        days_late=days_late,
        ended_by=record.kind,
    )


def _asked(session: Session, record: Record, matter: str, act: str) -> int:
    """How often this act was awaited before."""
    here = {"book": record.book, "department": department_of(record), "matter": matter, "act": act}
    return number(connection_of(session), _TIMES_ASKED, here) or 0


def _open_task(session: Session, record: Record, matter: str, awaited: Awaited, asked: int = 0) -> None:
    add_row(
        session,
        Task,
        book=record.book,
        department=department_of(record),
        matter=matter,
        act=awaited.act,
        round=asked + 1,
        sequence=record.sequence,
        role=awaited.role,
        due=awaited.due,
        provisional=awaited.provisional,
        ladder=_ladder(awaited),
        state="open",
        opened_at=record.happened_at,
    )


def _tasks(record: Record, matter: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Task.book) == record.book,
        col(Task.department) == department_of(record),
        col(Task.matter) == matter,
    )
