"""Propose corrections, and list them; texts are kept, and only their commitments travel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.deciding import hash_of
from app.erased import Words, words_of
from app.orders import SignedOrder, send_order
from app.texts import Texts, require_words
from app.word_key import word_key
from models.commands import Propose
from models.corrections import Right
from models.sealing_payloads import CorrectionApproved, CorrectionProposed
from models.sealing_tables import Correction
from models.side_stores import Person

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Proposing:
    """What a person wants put right: the record, what would be right, and texts as typed."""

    book: str
    login: str
    corrects: int
    right: Right
    document: str
    reason: str
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: the same words are the same request, changed words are another."""
        words = word_key(self.login, self.right.model_dump(mode="json"), self.document, self.reason)
        return self.key or f"correct/{self.corrects}/{words}"


def propose(settings: Settings, desk: Desk, wanted: Proposing) -> Receipt:
    """Send the proposal. Raises AppError `correction.no-record`, `task.text-needed`, and what `send_order` raises."""
    require_words(document=wanted.document, reason=wanted.reason)
    order = Propose(
        corrects=wanted.corrects,
        hash=hash_of(desk, wanted.book, wanted.corrects),
        right=wanted.right,
        document=wanted.document,
        reason=Texts(desk, wanted.book, wanted.request).commit("reason", wanted.reason),
    )
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))


@dataclass(frozen=True, slots=True)
class SeenCorrection:
    """A correction for whoever asks: people by name, the reason in words."""

    row: Correction
    said: CorrectionProposed | CorrectionApproved
    reason: Words
    by: str
    decided_by: str | None

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        row = self.row.model_dump(exclude={"document", "paper", "reason", "proposed_by", "decided_by"})
        said = self.said.model_dump(mode="json", exclude={"hash", "reason", "document"})
        people = {"proposed_by": self.by, "decided_by": self.decided_by}
        return {**said, **row, **people, **self._words()}

    def _words(self) -> dict[str, object]:
        return {"document": self.row.paper, "reason": self.reason.text, **self.reason.to_data()}


def list_corrections(desk: Desk, book: str | None, department: str | None = None) -> list[SeenCorrection]:
    """Every correction, the first one first."""
    with desk.reading() as session:
        query = select(Correction).order_by(col(Correction.book), col(Correction.proposal))
        if book is not None:
            query = query.where(col(Correction.book) == book)
        if department is not None:
            query = query.where(col(Correction.department) == department)
        return [_seen(session, row) for row in session.exec(query)]


def _seen(session: Session, row: Correction) -> SeenCorrection:
    form = CorrectionApproved if row.state == "approved" else CorrectionProposed
    return SeenCorrection(
        row=row,
        said=form.model_validate_json(row.document),
        reason=words_of(session, row.book, row.reason),
        by=_name(session, row.proposed_by),
        decided_by=None if row.decided_by is None else _name(session, row.decided_by),
    )


def _name(session: Session, actor: str) -> str:
    person = session.get(Person, actor)
    return actor if person is None or person.name is None else person.name
