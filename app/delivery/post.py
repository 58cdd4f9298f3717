"""The post room: the desk, where the addresses lie, and the pace; what every step of a delivery works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from activities.desk import Desk
from app.delivery.pace import Pace
from deadlines.local_time import local_date

if TYPE_CHECKING:
    from models.projections import Book


@dataclass(frozen=True)
class Post:
    """Wired once; `addresses` is the folder of secret addresses."""

    desk: Desk
    addresses: Path
    pace: Pace = field(default_factory=Pace)

    def today(self, book: Book) -> date:
        """The domain day in a book."""
        return local_date(self.desk.clock() + timedelta(seconds=book.shift_seconds))
