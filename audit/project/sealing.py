"""Seals and addenda: what a seal closed, and what a document let be added afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.sealing_tables import Addendum, Seal

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.sealing_payloads import AddendumAuthorised, BookSealed


def project_seal(session: Session, record: Record, payload: BookSealed) -> None:
    """Keep the seal; it ends the addendum that is open."""
    session.add(
        Seal(
            book=record.book,
            number=payload.number,
            sequence=record.sequence,
            day=payload.day,
            records=payload.records,
            root=payload.root,
            actor=record.actor,
        )
    )
    query = select(Addendum).where(col(Addendum.book) == record.book, col(Addendum.state) == "open")
    for addendum in session.exec(query):
        addendum.state, addendum.sequence = "sealed", record.sequence
        session.add(addendum)


def project_addendum(session: Session, record: Record, payload: AddendumAuthorised) -> None:
    """Keep what may be taken up, and on which paper."""
    session.add(
        Addendum(
            book=record.book,
            number=payload.number,
            sequence=record.sequence,
            department=record.subject_department,
            matters=json.dumps(payload.matters),
            corrections=payload.corrections,
            document=payload.document,
            title=payload.title,
            reason=payload.reason,
            actor=record.actor,
            state="open",
        )
    )
