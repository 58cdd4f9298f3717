"""Who holds a task, and the bureau's mark and word on it. Whose turn it is stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.project.rows import change_equal
from audit.project.subject import department_of
from audit.project.tell import Told, tell
from models.projections import Task

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.task_payloads import TaskClaimed, TaskMarked, TaskNamed, TaskReassigned, TaskReleased, TaskUrged


def project_claim(session: Session, record: Record, payload: TaskClaimed) -> None:
    """The actor holds it."""
    _change(session, record, payload, holder=record.actor)


def project_release(session: Session, record: Record, payload: TaskReleased) -> None:
    """Nobody holds it."""
    _change(session, record, payload, holder=None)


def project_reassignment(session: Session, record: Record, payload: TaskReassigned) -> None:
    """Another holds it."""
    _change(session, record, payload, holder=payload.to)


def project_mark(session: Session, record: Record, payload: TaskMarked) -> None:
    """It is urgent, or not any more."""
    _change(session, record, payload, urgent=payload.urgent)


def project_urging(session: Session, record: Record, payload: TaskUrged) -> None:
    """The role whose act is awaited is told."""
    told = Told(payload.to_role, payload.matter, payload.act, "urged", payload.due, payload.days)
    tell(session, record, told)


def _change(session: Session, record: Record, named: TaskNamed, **values: object) -> None:
    task = {
        "book": record.book,
        "department": department_of(record),
        "matter": named.matter,
        "act": named.act,
        "round": named.round,
    }
    change_equal(session, Task, task, needed=True, handled=record.sequence, **values)
