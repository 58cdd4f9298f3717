"""What the clock said: reminders and overdue alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.project.rows import add_row
from audit.project.subject import department_of
from models.projections import Alert

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.clock_payloads import ClockSaid
    from models.ledger import LedgerRecord


def project_clock(session: Session, record: LedgerRecord, payload: ClockSaid) -> None:
    """One line for the role that it is meant for."""
    add_row(
        session,
        Alert,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        matter=payload.matter,
        act=payload.act,
        kind=payload.kind,
        to_role=payload.to_role,
        due=payload.due,
        days=payload.days,
        happened_at=record.happened_at,
    )
