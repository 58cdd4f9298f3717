"""Seal a book, and authorise an addendum to a sealed one; texts are kept, and only their commitments travel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.erased import Words, words_of
from app.errors import AppError
from app.orders import SignedOrder, send_order
from app.texts import Texts, require_words
from app.word_key import word_key
from audit.sealed import Sealed
from models.commands import Authorise, Seal
from models.projections import Book
from models.receipts import Receipt
from models.sealing_tables import Addendum

if TYPE_CHECKING:
    from pydantic import JsonValue

    from activities.desk import Desk
    from app.settings import Settings


@dataclass(frozen=True, slots=True)
class SealMade:
    """A seal's receipt and key, its number, and the signed head after it."""

    receipt: Receipt
    key: str
    number: int
    checkpoint: str


def seal_book(settings: Settings, desk: Desk, book: str, login: str, key: str | None) -> SealMade:
    """Seal the book, or the addendum that is open; a seal that stands is handed out again.

    Raises AppError `seal.not-concluded`, and what `send_order` raises.
    """
    with desk.reading() as session:
        if not session.get_one(Book, book).concluded:
            raise AppError("seal.not-concluded", book=book)
        standing = Sealed.of(session, book)
    stands = standing.number and standing.addendum is None
    number = standing.number if stands else standing.number + 1
    request = key or f"seal/{number}"
    receipt = send_order(settings, desk, SignedOrder(book, login, request, Seal(number=number)))
    note = desk.signer.checkpoints(book)[receipt.sequence].read_text(encoding="utf-8")
    return SealMade(receipt, request, number, note)


@dataclass(frozen=True, slots=True)
class Authorising:
    """What the office allows: texts as typed, not yet committed."""

    book: str
    login: str
    document: str
    title: str
    reason: str
    department: str | None = None
    matters: tuple[str, ...] = ()
    corrections: bool = False
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: the same words are the same request, changed words are another."""
        words: list[JsonValue] = [
            self.login,
            self.document,
            self.title,
            self.reason,
            self.department,
            *self.matters,
            self.corrections,
        ]
        return self.key or f"addendum/{word_key(*words)}"


def authorise_addendum(settings: Settings, desk: Desk, wanted: Authorising) -> Receipt:
    """Send the order and wait for the receipt. Raises AppError `task.text-needed`, and what `send_order` raises."""
    require_words(document=wanted.document, title=wanted.title, reason=wanted.reason)
    order = Authorise(
        department=wanted.department,
        matters=wanted.matters,
        corrections=wanted.corrections,
        document=wanted.document,
        title=wanted.title,
        reason=Texts(desk, wanted.book, wanted.request).commit("reason", wanted.reason),
    )
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))


def list_addenda(desk: Desk, book: str) -> list[dict[str, object]]:
    """Every addendum of a book with its reason in words, or that they were erased; the first one first."""
    with desk.reading() as session:
        query = select(Addendum).where(col(Addendum.book) == book).order_by(col(Addendum.number))
        return [_said(one, words_of(session, book, one.reason)) for one in session.exec(query)]


def _said(addendum: Addendum, reason: Words) -> dict[str, object]:
    return {**addendum.model_dump(), "reason": reason.text, **reason.to_data()}
