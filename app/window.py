"""The window at which a request about a book is handed in: the inbox's, or none for a book that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from app.afterwards import Afterwards
from app.inbox.reception import Reception
from app.service import counter_of, require_service, service_of
from app.temporal_client import connect

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.counter import Counter
    from app.settings import Settings
    from models.projections import Book

Window: TypeAlias = Reception | Afterwards


def window_of(settings: Settings, desk: Desk, book: Book) -> Window:
    """The window for acts: they are received also while no service runs."""
    if book.concluded:
        return Afterwards(desk, book.shift_seconds)
    running = service_of(settings)

    async def dial() -> Counter:
        return counter_of(await connect(require_service(settings).address), desk, book.shift_seconds)

    return Reception(desk, book.shift_seconds, None if running is None else dial, settings.wait_seconds)


def window_for_orders(settings: Settings, desk: Desk, book: Book) -> Window:
    """The window for orders of the bureau. Raises OutageError `service.not-running` for a year that is under way."""
    if not book.concluded:
        require_service(settings)
    return window_of(settings, desk, book)
