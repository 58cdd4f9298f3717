"""What the clock said: reminders and overdue alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.project.tell import Told, tell

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.clock_payloads import ClockSaid
    from models.ledger import Record


def project_clock(session: Session, record: Record, payload: ClockSaid) -> None:
    """One line for the role that it is meant for."""
    tell(session, record, Told(**payload.model_dump(include=set(Told._fields))))
