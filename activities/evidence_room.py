"""How much evidence of one department a book takes: every content is counted once, however many rows rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from models.evidence_tables import Evidence

if TYPE_CHECKING:
    from models.evidence import Piece


def require_room(session: Session, book: str, department: str, most: int, piece: Piece) -> None:
    """Refuse a piece with which the department's evidence would have more than `most` bytes."""
    kept = kept_sizes(session, book, department)
    used = sum(kept.values())
    if piece.sha256 not in kept and used + piece.size > most:
        raise RefusedError(
            "evidence.department-full", department=department, used=str(used), size=str(piece.size), most=str(most)
        )


def kept_sizes(session: Session, book: str, department: str) -> dict[str, int]:
    """The sizes in bytes of what a department has handed in, all versions included, by their digests."""
    query = select(Evidence.sha256, Evidence.size)
    here = (col(Evidence.book) == book, col(Evidence.department) == department)
    return dict(session.exec(query.where(*here)).all())
