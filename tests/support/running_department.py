"""A department of a running bureau, on a clock of its own that is brought forward to a day."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from app.counter import Counter
from app.rehearsal.clock import VirtualClock
from deadlines.local_time import at_local
from models.projections import Book

if TYPE_CHECKING:
    from datetime import datetime

    from models.commands import Deed, Order
    from models.receipts import Receipt
    from tests.support.running_bureau import Bureau


class RunningDepartment:
    """The department's year; everybody acts on the department's own day."""

    def __init__(self, bureau: Bureau, name: str) -> None:
        self.bureau = bureau
        self.name = name
        self.year = bureau.take_in(name)
        with bureau.desk.reading() as session:
            self.clock = VirtualClock(bureau.client, bureau.book, session.get_one(Book, bureau.book).shift_seconds)
        self.counter = Counter(bureau.client, bureau.desk, self._now)

    async def _now(self, _book: str, _department: str) -> datetime:
        return await self.clock.now(self.name)

    def at(self, day: str, clock: str = "10:00") -> None:
        """Bring the department's year to a day."""
        moment = at_local(date.fromisoformat(day), time.fromisoformat(clock)) + timedelta(minutes=1)
        self.bureau.run(self.clock.advance(self.name, moment))

    def hand_in(self, request: str, deed: Deed) -> Receipt:
        """An act, under a key of the department's."""
        return self.bureau.run(self.counter.act(self.bureau.book, self.name, f"{self.name}/{request}", deed))

    def order(self, request: str, order: Order) -> Receipt:
        """An order of the performance office, under a key of the department's."""
        office = self.bureau.stage.officer("performance-office")
        return self.bureau.run(self.counter.order(self.bureau.book, f"{self.name}/{request}", office, order))
