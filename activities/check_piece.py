"""Check a piece of evidence before it is written: stored, for a row that there is, in the place of one that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.errors import RefusedError
from activities.evidence_room import require_room
from models.evidence import DemandedEvidence, EvidenceVersion, Piece
from models.evidence_tables import Evidence

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import ActCall
    from rules.core.rubric import Rubric


def check_piece(desk: Desk, session: Session, rubric: Rubric, call: ActCall, piece: Piece) -> None:
    """Refuse what is not in the store, what belongs to no row, and what supersedes nothing that stands."""
    desk.evidence.require(piece.sha256, piece.size)
    require_row(rubric, piece.row)
    match piece:
        case EvidenceVersion():
            before = standing_piece(session, call.book, call.department, piece.supersedes)
            if piece.row != before.row:
                raise RefusedError("evidence.other-row", sequence=str(before.sequence), row=before.row, given=piece.row)
            if piece.sha256 == before.sha256:
                raise RefusedError("evidence.unchanged", sequence=str(before.sequence), digest=piece.sha256)
        case DemandedEvidence():
            require_demand(rubric, piece.row, piece.demand)
    require_room(session, call.book, call.department, desk.evidence.department_bytes, piece)


def require_row(rubric: Rubric, row: str) -> None:
    """Refuse what is no row of the rubric that is scored by itself."""
    known = {leaf.id for leaf in rubric.leaves()}
    if row not in known:
        raise RefusedError("row.unknown", row=row, rubric=rubric.id)


def require_demand(rubric: Rubric, row: str, demand: str) -> None:
    """Refuse what the row does not demand."""
    known = [one.kind for leaf in rubric.leaves() if leaf.id == row for one in leaf.demands]
    if demand not in known:
        raise RefusedError("evidence.unknown-demand", demand=demand, row=row, known="、".join(known) or "-")


def standing_piece(session: Session, book: str, department: str, sequence: int) -> Evidence:
    """The version of a piece that stands. Raises RefusedError where there is none, or a newer one."""
    found = session.get(Evidence, (book, sequence))
    if found is None or found.department != department:
        raise RefusedError("evidence.unknown-piece", sequence=str(sequence), department=department)
    if found.superseded_by is not None:
        raise RefusedError("evidence.superseded", sequence=str(sequence), newer=str(found.superseded_by))
    return found
