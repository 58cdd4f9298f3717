"""Extend a deadline on the strength of a document: the reason is kept as a text, and only its commitment travels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.orders import SignedOrder, send_order
from app.service import require_service
from app.texts import Texts, require_words
from app.word_key import key_part, word_key
from models.commands import Extend

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Extending:
    """What the office wants: texts as typed, not yet committed. `due` is an ISO day."""

    book: str
    login: str
    department: str
    matter: str
    due: str
    document: str
    reason: str
    act: str | None = None
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: the same words are the same request, changed words are another."""
        words = word_key(self.login, self.act, self.document, self.reason)
        about = "/".join(map(key_part, (self.department, self.matter, self.due)))
        return self.key or f"extend/{about}/{words}"


def extend_deadline(settings: Settings, desk: Desk, wanted: Extending) -> Receipt:
    """Send the order and wait for the receipt.

    Raises AppError `task.text-needed` for a document or reason without words, and what `send_order` raises.
    """
    require_service(settings)
    require_words(document=wanted.document, reason=wanted.reason)
    order = Extend(
        department=wanted.department,
        matter=wanted.matter,
        act=wanted.act,
        due=wanted.due,
        document=wanted.document,
        reason=Texts(desk, wanted.book, wanted.request).commit("reason", wanted.reason),
    )
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))
