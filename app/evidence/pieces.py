"""The evidence of a department, row by row: what is demanded, what has been handed in, every version of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.demanded_evidence import Proof, proofs_of
from activities.enrolled import enrolled
from app.erased import Words, name_of, words_of
from app.errors import AppError
from models.evidence_tables import Evidence

if TYPE_CHECKING:
    from activities.desk import Desk


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a piece: its file's name, who brought it and why, each in words or as erased."""

    piece: Evidence
    name: Words
    by: Words
    reason: Words | None

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        kept = self.piece.model_dump(exclude={"book", "name", "actor", "reason"})
        said = {"name": self.name, "by": self.by, **({} if self.reason is None else {"reason": self.reason})}
        erased = {one: words.to_data()["erased"] for one, words in said.items() if words.gone is not None}
        return {**kept, **{one: words.text for one, words in said.items()}, **({"erased": erased} if erased else {})}


@dataclass(frozen=True, slots=True)
class RowEvidence:
    """A row: what it demands, and the versions that rest on it, the oldest piece first."""

    row: str
    name: str
    demands: tuple[Proof, ...]
    versions: tuple[Version, ...]

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        demands = [
            {
                "kind": proof.demand.kind,
                "name": proof.demand.name,
                "at_least": proof.demand.at_least,
                "required": proof.demand.required,
                "handed_in": proof.pieces,
                "missing": proof.missing,
            }
            for proof in self.demands
        ]
        versions = [version.to_data() for version in self.versions]
        return {"row": self.row, "name": self.name, "demands": demands, "versions": versions}


def list_evidence(desk: Desk, book: str, department: str, row: str | None = None) -> tuple[RowEvidence, ...]:
    """The rows that demand evidence or have some, or the one that is named, in the rubric's order.

    Raises RefusedError `department.not-enrolled`, AppError `row.unknown`.
    """
    with desk.reading() as session:
        rubric, _ = desk.evaluators.of(session, book, enrolled(session, book, department).rubric_hash)
        leaves = rubric.leaves()
        if row is not None and all(leaf.id != row for leaf in leaves):
            raise AppError("row.unknown", row=row, rubric=rubric.id)
        query = select(Evidence).where(col(Evidence.book) == book, col(Evidence.department) == department)
        found = session.exec(query.order_by(col(Evidence.first), col(Evidence.version))).all()
        shown = [_shown(session, piece) for piece in found]
        proofs = proofs_of(session, rubric, book, department)
    rows = (
        RowEvidence(
            leaf.id,
            leaf.name,
            tuple(proof for proof in proofs if proof.row.id == leaf.id),
            tuple(version for version in shown if version.piece.row == leaf.id),
        )
        for leaf in leaves
        if row in (None, leaf.id)
    )
    return tuple(one for one in rows if one.demands or one.versions or row is not None)


def versions_of(desk: Desk, book: str, sequence: int) -> tuple[Version, ...]:
    """Every version of the piece of which one stands in this record, the first one first.

    Raises AppError `evidence.no-piece`.
    """
    with desk.reading() as session:
        named = session.get(Evidence, (book, sequence))
        if named is None:
            raise AppError("evidence.no-piece", book=book, sequence=str(sequence))
        query = select(Evidence).where(col(Evidence.book) == book, col(Evidence.first) == named.first)
        return tuple(_shown(session, piece) for piece in session.exec(query.order_by(col(Evidence.version))))


def _shown(session: Session, piece: Evidence) -> Version:
    reason = None if piece.reason is None else words_of(session, piece.book, piece.reason)
    return Version(piece, words_of(session, piece.book, piece.name), name_of(session, piece.actor), reason)
