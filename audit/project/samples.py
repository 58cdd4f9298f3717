"""Draws: every department of the list, and its place among those that were drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.project.rows import add_row
from models.samples import Sampled

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.sampling import SampleDrawn


def project_draw(session: Session, record: Record, payload: SampleDrawn) -> None:
    """What was drawn earlier stays as it is."""
    places = {department: position for position, department in enumerate(payload.drawn, 1)}
    for department in payload.drawn_from:
        add_row(
            session,
            Sampled,
            book=record.book,
            sequence=record.sequence,
            department=department,
            position=places.get(department),
            share=payload.share,
            seed=payload.seed,
            document=payload.document,
        )
