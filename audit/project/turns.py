"""Whose turn it is: the state of a phase, and the task that waits for the next act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.project.subject import department_of
from models.projections import Task

if TYPE_CHECKING:
    from models.ledger import LedgerRecord
    from models.receipts import Awaited, Turn


def take_turn(session: Session, record: LedgerRecord, turn: Turn) -> None:
    """Open the task of the awaited act, if any is awaited."""
    if turn.awaited is not None:
        session.add(_new_task(session, record, turn.phase, turn.awaited))


def close_tasks(session: Session, record: LedgerRecord, phase: str, days_late: int) -> None:
    """The act of this record does the phase's open tasks."""
    for task in _tasks(session, record, phase):
        if task.state == "open":
            task.state, task.sequence = "done", record.sequence
            task.done_at, task.done_by = record.received_at, record.actor
            task.days_late = days_late
            session.add(task)


def _new_task(session: Session, record: LedgerRecord, phase: str, awaited: Awaited) -> Task:
    asked = [task for task in _tasks(session, record, phase) if task.act == awaited.act]
    return Task(
        book=record.book,
        department=department_of(record),
        phase=phase,
        act=awaited.act,
        round=len(asked) + 1,
        sequence=record.sequence,
        role=awaited.role,
        due=awaited.due,
        provisional=awaited.provisional,
        state="open",
        opened_at=record.happened_at,
    )


def _tasks(session: Session, record: LedgerRecord, phase: str) -> list[Task]:
    query = select(Task).where(
        col(Task.book) == record.book,
        col(Task.department) == department_of(record),
        col(Task.phase) == phase,
    )
    return list(session.exec(query))
