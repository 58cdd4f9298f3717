"""The window at which a request about a book is handed in: the running service's, or none for a book that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from app.afterwards import Afterwards
from app.counter import Counter
from app.service import counter_of, require_service
from app.temporal_client import connect

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings
    from models.projections import Book

Window: TypeAlias = Counter | Afterwards


async def window_of(settings: Settings, desk: Desk, book: Book) -> Window:
    """The counter of a book. Raises OutageError `service.not-running` for one whose year is under way."""
    if book.concluded:
        return Afterwards(desk, book.shift_seconds)
    return counter_of(await connect(require_service(settings).address), desk, book.shift_seconds)
