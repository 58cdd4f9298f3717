"""The domain time of a book now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from activities.desk import Desk
    from models.projections import Book


def moment_of(desk: Desk, book: Book) -> datetime:
    """The machine's time moved by the book's shift."""
    return desk.clock() + timedelta(seconds=book.shift_seconds)
