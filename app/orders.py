"""Send an order of the bureau to a book of the running service."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import AppError
from app.people import actor_of, naming_people
from app.window import window_for_orders
from models.commands import Order
from models.projections import Book

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


@dataclass(frozen=True, slots=True)
class SignedOrder:
    """An order, whose it is, and the key under which sending it again is the same request."""

    book: str
    login: str
    key: str
    order: Order


def send_order(settings: Settings, desk: Desk, signed: SignedOrder) -> Receipt:
    """Send it and wait for the receipt. Raises AppError `book.unknown`, and what the counter raises."""
    with desk.reading() as session:
        actor = actor_of(session, signed.login)
        opened = session.get(Book, signed.book)
    if opened is None:
        raise AppError("book.unknown", book=signed.book, known="-")

    async def send() -> Receipt:
        window = window_for_orders(settings, desk, opened)
        return await window.order(signed.book, signed.key, actor, signed.order)

    with naming_people(desk):
        return asyncio.run(send())
