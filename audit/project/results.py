"""What was suggested for the next budget: every suggestion stays, the newest counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical_bytes
from audit.project.rows import add_row
from audit.project.subject import department_of
from models.results import SuggestedResult

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.results import ResultSuggested


def project_suggestion(session: Session, record: Record, payload: ResultSuggested) -> None:
    """Keep it, with its effects as they stand in the record."""
    add_row(
        session,
        SuggestedResult,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        review=payload.review,
        total=payload.total,
        grade=payload.grade,
        tier=payload.tier,
        effects=canonical_bytes([effect.model_dump(mode="json") for effect in payload.effects]).decode(),
    )
