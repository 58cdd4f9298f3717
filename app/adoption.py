"""Put a rubric in force in a book of the running service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from app.people import actor_of
from app.service import counter_of, require_service
from app.temporal_client import connect
from models.commands import Adopt
from models.projections import Book

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt


async def adopt_rubric(  # noqa: PLR0913, PLR0917  # who, where, what and on which authority: all are needed
    settings: Settings, desk: Desk, book: str, login: str, yaml: str, document: str, key: str
) -> Receipt:
    """Send the order; the same rubric under the same document is the same request."""
    running = require_service(settings)
    with desk.reading() as session:
        actor = actor_of(session, login)
        opened = session.get(Book, book)
    if opened is None:
        raise AppError("book.unknown", book=book, known="-")
    counter = counter_of(await connect(running.address), desk, opened.shift_seconds)
    return await counter.order(book, key, actor, Adopt(yaml=yaml, document=document))
