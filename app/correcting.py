"""Propose, approve and decline corrections, and list them; texts are kept, and only their commitments travel."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.erased import Words, words_of
from app.errors import AppError
from app.orders import SignedOrder, send_order
from app.texts import Texts, require_words
from audit.canonical import canonical_bytes
from models.commands import Approve, Decline, Propose
from models.corrections import Right
from models.ledger import Head, LedgerRecord
from models.sealing_payloads import CorrectionApproved, CorrectionProposed
from models.sealing_tables import Correction
from models.side_stores import Person

if TYPE_CHECKING:
    from pydantic import JsonValue
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
        words: list[JsonValue] = [self.login, self.right.model_dump(mode="json"), self.document, self.reason]
        return self.key or f"correct/{self.corrects}/{sha256(canonical_bytes(words)).hexdigest()[:16]}"


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
class Deciding:
    """A second person's word on a proposal; `opinion` only declines."""

    book: str
    login: str
    proposal: int
    opinion: str | None = None
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: one word of one person on one proposal."""
        said = "approve" if self.opinion is None else "decline"
        who = sha256(f"{self.login}\x00{self.opinion}".encode()).hexdigest()[:16]
        return self.key or f"correct/{said}/{self.proposal}/{who}"


def decide(settings: Settings, desk: Desk, wanted: Deciding) -> Receipt:
    """Approve the proposal, or decline it with an opinion. Raises what `propose` raises."""
    named = hash_of(desk, wanted.book, wanted.proposal)
    if wanted.opinion is None:
        order: Approve | Decline = Approve(proposal=wanted.proposal, hash=named)
    else:
        opinion = Texts(desk, wanted.book, wanted.request).required("opinion", wanted.opinion)
        order = Decline(proposal=wanted.proposal, hash=named, opinion=opinion)
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


def hash_of(desk: Desk, book: str, sequence: int) -> str:
    """The hash of the record that is meant. Raises AppError `record.unknown`."""
    with desk.reading() as session:
        record = session.get(LedgerRecord, (book, sequence))
        head = session.get(Head, book)
    if record is None:
        count = 0 if head is None else head.sequence
        raise AppError("record.unknown", book=book, sequence=str(sequence), count=str(count))
    return record.hash
