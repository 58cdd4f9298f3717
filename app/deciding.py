"""A second person's word on what another proposed: a correction, or a switch of rubrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from app.errors import AppError
from app.orders import SignedOrder, send_order
from app.texts import Texts, require_words
from app.word_key import word_key
from models.commands import Approve, Decline
from models.ledger import Head, LedgerRecord
from models.switching import ApproveSwitch, DeclineSwitch

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt

Subject = Literal["correct", "switch"]
_Approving: TypeAlias = "type[Approve | ApproveSwitch]"
_Declining: TypeAlias = "type[Decline | DeclineSwitch]"

_APPROVE: Final[dict[Subject, _Approving]] = {"correct": Approve, "switch": ApproveSwitch}
_DECLINE: Final[dict[Subject, _Declining]] = {"correct": Decline, "switch": DeclineSwitch}


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who says what to which proposal; `opinion` only declines."""

    subject: Subject
    book: str
    login: str
    proposal: int
    opinion: str | None = None
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: one word of one person on one proposal."""
        word = "approve" if self.opinion is None else "decline"
        return self.key or f"{self.subject}/{word}/{self.proposal}/{word_key(self.login, self.opinion)}"


def decide(settings: Settings, desk: Desk, wanted: Deciding) -> Receipt:
    """Approve the proposal, or decline it with an opinion.

    Raises AppError `task.text-needed`, `record.unknown`, and what `send_order` raises.
    """
    if wanted.opinion is not None:
        require_words(opinion=wanted.opinion)
    named = hash_of(desk, wanted.book, wanted.proposal)
    if wanted.opinion is None:
        order = _APPROVE[wanted.subject](proposal=wanted.proposal, hash=named)
        return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))
    opinion = Texts(desk, wanted.book, wanted.request).commit("opinion", wanted.opinion)
    declined = _DECLINE[wanted.subject](proposal=wanted.proposal, hash=named, opinion=opinion)
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, declined))


def hash_of(desk: Desk, book: str, sequence: int) -> str:
    """The hash of a record of the book. Raises AppError `record.unknown`."""
    with desk.reading() as session:
        record = session.get(LedgerRecord, (book, sequence))
        head = session.get(Head, book)
    if record is None:
        count = 0 if head is None else head.sequence
        raise AppError("record.unknown", book=book, sequence=str(sequence), count=str(count))
    return record.hash
