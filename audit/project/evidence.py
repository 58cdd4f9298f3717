"""Evidence: every version of a piece is a row; the one that is superseded stays, and names its successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col

from audit.project.rows import add_row, change_rows, written
from audit.project.subject import department_of
from models.evidence import DemandedEvidence, EvidenceVersion, Piece
from models.evidence_tables import Evidence

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record


def keep_piece(session: Session, record: Record, matter: str, piece: Piece) -> None:
    """Keep a new piece, or a new version in the place of another."""
    words: dict[str, object] = {"first": record.sequence, "version": 1}
    match piece:
        case EvidenceVersion():
            words = _superseding(session, record, piece)
        case DemandedEvidence():
            words["demand"] = piece.demand
    add_row(
        session,
        Evidence,
        book=record.book,
        sequence=record.sequence,
        department=department_of(record),
        matter=matter,
        row=piece.row,
        sha256=piece.sha256,
        size=piece.size,
        media_type=piece.media_type,
        name=piece.name,
        actor=record.actor,
        received_at=record.received_at or record.happened_at,
        **words,
    )


def _superseding(session: Session, record: Record, piece: EvidenceVersion) -> dict[str, object]:
    """What a version has from the one before, which is marked as superseded."""
    before = written(session).get_one(Evidence, (record.book, piece.supersedes))
    here = (col(Evidence.book) == record.book, col(Evidence.sequence) == piece.supersedes)
    words = {"first": before.first, "version": before.version + 1, "demand": before.demand}
    change_rows(session, Evidence, *here, superseded_by=record.sequence)
    return {**words, "supersedes": piece.supersedes, "reason": piece.reason}
