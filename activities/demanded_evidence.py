"""What the rows of a rubric demand as proof, and how much of it a department has handed in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from activities.errors import RefusedError
from models.evidence_tables import Evidence
from models.lookups import rows_with

if TYPE_CHECKING:
    from sqlmodel import Session

    from rules.core.demand import Demand
    from rules.core.rubric import Row, Rubric


class Proof(NamedTuple):
    """A demand of a row, and how many pieces that stand say that they are what it asks for."""

    row: Row
    demand: Demand
    pieces: int

    @property
    def missing(self) -> int:
        """How many are still missing."""
        return max(0, self.demand.at_least - self.pieces)


def proofs_of(session: Session, rubric: Rubric, book: str, department: str) -> tuple[Proof, ...]:
    """Every demand, in the rubric's order."""
    pieces = rows_with(session, Evidence, book=book, department=department)
    given = Counter((piece.row, piece.demand) for piece in pieces if piece.superseded_by is None)
    return tuple(Proof(row, one, given[row.id, one.kind]) for row in rubric.leaves() for one in row.demands)


def require_proofs(session: Session, rubric: Rubric, book: str, department: str) -> None:
    """Refuse a filing that lacks what the rubric requires before it. Raises RefusedError `evidence.demanded`."""
    lacking = [
        proof for proof in proofs_of(session, rubric, book, department) if proof.demand.required and proof.missing
    ]
    if lacking:
        named = "、".join(f"{proof.row.id}: {proof.demand.name} ({proof.demand.kind})" for proof in lacking)
        raise RefusedError("evidence.demanded", department=department, missing=named, count=str(len(lacking)))
