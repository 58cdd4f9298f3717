"""Evidence that an act rests on has to be on record already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from models.evidence_tables import Evidence

if TYPE_CHECKING:
    from activities.signatures import ActCall


def not_on_record(session: Session, call: ActCall, wanted: tuple[str, ...]) -> str | None:
    """The first file (SHA-256) that the department has not put on record; None where they all are."""
    query = select(Evidence.sha256).where(col(Evidence.book) == call.book, col(Evidence.department) == call.department)
    missing = sorted({*wanted} - {*session.exec(query)}) if wanted else []
    return missing[0] if missing else None
