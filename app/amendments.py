"""Let a department amend after its year has ended; the reason is kept as a text, and only its commitment travels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.erased import words_of
from app.orders import SignedOrder, send_order
from app.texts import Texts, require_words
from app.word_key import key_part, word_key
from models.amendment_orders import AllowAmendment
from models.amendment_tables import AllowedAmendment

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Allowing:
    """What the office allows: texts as typed, not yet committed. `until` is an ISO day."""

    book: str
    login: str
    department: str
    rows: tuple[str, ...]
    until: str
    document: str
    title: str
    reason: str
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: the same words are the same request, changed words are another."""
        words = word_key(self.login, *self.rows, self.until, self.document, self.title, self.reason)
        return self.key or f"amendment/{key_part(self.department)}/{words}"


def allow_amendment(settings: Settings, desk: Desk, wanted: Allowing) -> Receipt:
    """Send the order and wait for the receipt. Raises AppError `task.text-needed`, and what `send_order` raises."""
    require_words(document=wanted.document, title=wanted.title, reason=wanted.reason)
    order = AllowAmendment(
        department=wanted.department,
        rows=wanted.rows,
        until=wanted.until,
        document=wanted.document,
        title=wanted.title,
        reason=Texts(desk, wanted.book, wanted.request).commit("reason", wanted.reason),
    )
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))


def list_allowed(desk: Desk, book: str) -> list[dict[str, object]]:
    """Every leave of a book with its reason in words, or that they were erased; the first one first."""
    with desk.reading() as session:
        query = select(AllowedAmendment).where(col(AllowedAmendment.book) == book)
        found = session.exec(query.order_by(col(AllowedAmendment.sequence)))
        said = [(one, words_of(session, book, one.reason)) for one in found]
    return [
        {**one.model_dump(), "rows": json.loads(one.rows), "reason": words.text, **words.to_data()}
        for one, words in said
    ]
