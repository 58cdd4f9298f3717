"""Copies from last year's book: the newest stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col

from audit.canonical import canonical_bytes
from audit.project.rows import add_row, change_rows
from audit.project.subject import department_of
from models.carrying import Carried

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.carrying import FactsCarried
    from models.ledger import Record


def project_carried(session: Session, record: Record, payload: FactsCarried) -> None:
    """What was copied before stays in its own record only."""
    department = department_of(record)
    copy = {
        "sequence": record.sequence,
        "source": payload.source,
        "until": payload.until,
        "hash": payload.hash,
        "document": canonical_bytes(payload).decode(),
    }
    here = (col(Carried.book) == record.book, col(Carried.department) == department)
    if not change_rows(session, Carried, *here, **copy):
        add_row(session, Carried, book=record.book, department=department, **copy)
