"""A window at which acts are handled at once, on a day of the year, with no server between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from activities.desk import Desk
from activities.handle_act import handle_act
from activities.signatures import ActCall
from app.afterwards import refusing
from models.commands import Act

if TYPE_CHECKING:
    from models.commands import Deed
    from models.receipts import Receipt


@dataclass(frozen=True, slots=True)
class AtOnce:
    """As the counter answers, but the clock stands still at `moment`."""

    desk: Desk
    moment: str

    async def act(self, book: str, department: str, request: str, deed: Deed) -> Receipt:
        sent = Act(request=request, received_at=self.moment, deed=deed)
        with refusing():
            return handle_act(
                self.desk, ActCall(book=book, epoch=1, department=department, happened_at=self.moment, act=sent)
            )
