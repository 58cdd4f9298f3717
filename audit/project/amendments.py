"""Leaves to amend after the end of a year: each stands as it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical_bytes
from audit.project.rows import add_row
from audit.project.subject import department_of
from models.amendment_tables import AllowedAmendment

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.amendment_orders import AmendmentAllowed
    from models.ledger import Record


def project_allowed_amendment(session: Session, record: Record, payload: AmendmentAllowed) -> None:
    """Keep the leave."""
    add_row(
        session,
        AllowedAmendment,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        rows=canonical_bytes(list(payload.rows)).decode(),
        until=payload.until,
        document=payload.document,
        title=payload.title,
        reason=payload.reason,
        actor=record.actor,
    )
