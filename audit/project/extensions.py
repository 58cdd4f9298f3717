"""Extensions: the task's new due day, what it was and on which paper, and a notice to whoever has to act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.project.rows import add_row
from audit.project.subject import department_of
from audit.project.tell import Told, tell
from audit.project.turns import extend_task
from models.projections import Extension

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.payloads import DeadlineExtended


def project_extension(session: Session, record: Record, payload: DeadlineExtended) -> None:
    """The matter stays where it stands; only the day on which its task is due moves back."""
    task = extend_task(session, record, payload.turn)
    add_row(
        session,
        Extension,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        matter=payload.matter,
        act=task.act,
        round=task.round,
        due_before=payload.due_before,
        due=payload.due,
        document=payload.document,
        reason=payload.reason,
        actor=record.actor,
    )
    told = Told(task.role, payload.matter, task.act, "extended", payload.due)
    tell(session, record, told)
