"""What a department filed in a phase, as the tables have it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models.projections import Filing


def filings_of(session: Session, book: str, department: str, phase: str) -> list[Filing]:
    """Every filing of a phase, the first one first."""
    query = (
        select(Filing)
        .where(col(Filing.book) == book, col(Filing.department) == department, col(Filing.phase) == phase)
        .order_by(col(Filing.sequence))
    )
    return list(session.exec(query))
