"""Proofs to take away (证明): one department's score lies in the signed book, or one signed book continues another.

A proof shows one record and the hashes beside its way to the root: nothing that any other department has filed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from audit.errors import AuditError
from audit.heads import HeadSigner
from audit.merkle import consistency_proof, inclusion_proof, root_over
from models.book import BookId
from models.ledger import LedgerRecord
from models.projections import Review, Score

if TYPE_CHECKING:
    from pydantic import JsonValue

FORM: Final = "jixiao.proof/1"


@dataclass(frozen=True, slots=True)
class Prover:
    """Makes proofs of one book from its records and the checkpoints that lie outside the database."""

    session: Session
    signer: HeadSigner
    book: str

    def score_of(self, department: str) -> dict[str, JsonValue]:
        """Prove the department's newest score or review against the newest checkpoint.

        Raises AuditError `proof.nothing-scored`, `proof.no-checkpoint`, `proof.not-covered`.
        """
        record = self._score_record(department)
        size, note = self.signer.newest(self.book) or (0, "")
        if not size:
            raise AuditError("proof.no-checkpoint", book=self.book)
        if record.sequence > size:
            raise AuditError("proof.not-covered", book=self.book, sequence=str(record.sequence), size=str(size))
        path = inclusion_proof(record.sequence - 1, size, self._root_of)
        return {
            **self._heading("record"),
            "record": {**record.model_dump(exclude={"payload"}), "payload": record.payload.decode()},
            "path": [node.hex() for node in path],
            "checkpoint": note,
            "keys": self._keys(),
        }

    def growth(self, old: int, new: int) -> dict[str, JsonValue]:
        """Prove that the book of the later checkpoint begins with that of the earlier one.

        Raises AuditError `proof.no-such-checkpoint`, `proof.no-such-size`.
        """
        earlier, later = self._note_of(old), self._note_of(new)
        path = consistency_proof(old, new, self._root_of)
        return {
            **self._heading("growth"),
            "path": [node.hex() for node in path],
            "earlier": earlier,
            "checkpoint": later,
            "keys": self._keys(),
        }

    def _heading(self, proves: str) -> dict[str, JsonValue]:
        return {"form": FORM, "proves": proves, "book": self.book}

    def _score_record(self, department: str) -> LedgerRecord:
        sequence = max(self._last(Score, department), self._last(Review, department))
        record = self.session.get(LedgerRecord, (self.book, sequence))
        if record is None:
            raise AuditError("proof.nothing-scored", book=self.book, department=department)
        return record

    def _last(self, table: type[Score | Review], department: str) -> int:
        """The last record that gave the department a score; 0 if none did."""
        query = select(col(table.sequence)).where(col(table.book) == self.book, col(table.department) == department)
        if table is Score:
            query = query.where(col(Score.stage) == "score", col(Score.state) == "made")
        return self.session.exec(query.order_by(col(table.sequence).desc())).first() or 0

    def _note_of(self, size: int) -> str:
        paths = self.signer.checkpoints(self.book)
        if size not in paths:
            known = ", ".join(map(str, sorted(paths))) or "-"
            raise AuditError("proof.no-such-checkpoint", book=self.book, size=str(size), known=known)
        return paths[size].read_text(encoding="utf-8")

    def _keys(self) -> list[JsonValue]:
        path = self.signer.public_path(BookId.parse(self.book).bureau)
        return [*path.read_text(encoding="utf-8").splitlines()]

    def _root_of(self, low: int, high: int) -> bytes:
        query = (
            select(LedgerRecord.hash)
            .where(LedgerRecord.book == self.book, col(LedgerRecord.sequence).between(low + 1, high))
            .order_by(col(LedgerRecord.sequence))
            .execution_options(yield_per=1000)
        )
        return root_over(bytes.fromhex(own) for own in self.session.exec(query))
