"""Propose, approve and decline a switch of rubrics, and list them; texts are kept, only their commitments travel."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.adopted import adopted_rubric, rubric_in_use
from app.correcting import hash_of
from app.erased import Words, name_of, words_of
from app.orders import SignedOrder, send_order
from app.service import require_service
from app.texts import Texts, require_words
from audit.canonical import canonical_bytes
from models.switching import ApproveSwitch, DeclineSwitch, ProposeSwitch
from models.switching_payloads import DepartmentSwitched
from models.switching_tables import DepartmentSwitch, RubricSwitch

if TYPE_CHECKING:
    from pydantic import JsonValue

    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Switching:
    """What a person proposes: the hashes by their beginnings, the one to leave may be None; texts as typed."""

    book: str
    login: str
    to_hash: str
    from_hash: str | None
    document: str
    reason: str
    dates: bool = False
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: the same words are the same request, changed words are another."""
        words: list[JsonValue] = [self.login, self.to_hash, self.from_hash, self.document, self.reason, self.dates]
        return self.key or f"switch/{sha256(canonical_bytes(words)).hexdigest()[:16]}"


def propose_switch(settings: Settings, desk: Desk, wanted: Switching) -> Receipt:
    """Send the proposal. Raises AppError `task.text-needed`, `rubric.which-adopted`, and what `send_order` raises."""
    require_words(document=wanted.document, reason=wanted.reason)
    with desk.reading() as session:
        new = adopted_rubric(session, wanted.book, wanted.to_hash)
        old = rubric_in_use(session, wanted.book, new.rubric, wanted.from_hash)
    require_service(settings)
    order = ProposeSwitch(
        from_hash=old.hash,
        to_hash=new.hash,
        dates=wanted.dates,
        document=wanted.document,
        reason=Texts(desk, wanted.book, wanted.request).commit("reason", wanted.reason),
    )
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))


@dataclass(frozen=True, slots=True)
class DecidingSwitch:
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
        return self.key or f"switch/{said}/{self.proposal}/{who}"


def decide_switch(settings: Settings, desk: Desk, wanted: DecidingSwitch) -> Receipt:
    """Approve the proposal, or decline it with an opinion. Raises `record.unknown` and what `propose_switch` raises."""
    if wanted.opinion is not None:
        require_words(opinion=wanted.opinion)
    named = hash_of(desk, wanted.book, wanted.proposal)
    require_service(settings)
    order: ApproveSwitch | DeclineSwitch = ApproveSwitch(proposal=wanted.proposal, hash=named)
    if wanted.opinion is not None:
        opinion = Texts(desk, wanted.book, wanted.request).required("opinion", wanted.opinion)
        order = DeclineSwitch(proposal=wanted.proposal, hash=named, opinion=opinion)
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))


@dataclass(frozen=True, slots=True)
class SeenSwitch:
    """A switch for whoever asks: people by name, the reason in words, and each department that it took along."""

    row: RubricSwitch
    reason: Words
    by: Words
    decided_by: Words | None
    departments: tuple[tuple[str, DepartmentSwitched], ...]

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        row = self.row.model_dump(exclude={"paper", "reason", "proposed_by", "decided_by"})
        people = {"proposed_by": self.by.text, "decided_by": self.decided_by and self.decided_by.text}
        taken = [{"department": name, **said.model_dump(mode="json")} for name, said in self.departments]
        words = {"document": self.row.paper, "reason": self.reason.text, **self.reason.to_data()}
        return {**row, **people, **words, "departments": taken}


def list_switches(desk: Desk, book: str | None) -> list[SeenSwitch]:
    """Every switch, the first one first."""
    with desk.reading() as session:
        query = select(RubricSwitch).order_by(col(RubricSwitch.book), col(RubricSwitch.proposal))
        if book is not None:
            query = query.where(col(RubricSwitch.book) == book)
        return [_seen(session, row) for row in session.exec(query)]


def _seen(session: Session, row: RubricSwitch) -> SeenSwitch:
    taken = select(DepartmentSwitch).where(
        col(DepartmentSwitch.book) == row.book, col(DepartmentSwitch.switch) == row.sequence
    )
    return SeenSwitch(
        row=row,
        reason=words_of(session, row.book, row.reason),
        by=name_of(session, row.proposed_by),
        decided_by=None if row.decided_by is None else name_of(session, row.decided_by),
        departments=tuple(
            (one.department, DepartmentSwitched.model_validate_json(one.document))
            for one in session.exec(taken.order_by(col(DepartmentSwitch.department)))
        ),
    )
