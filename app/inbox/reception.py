"""The reception: a request is written down before it is sent, so that whoever hands it in is never left unknowing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from activities.desk import Desk
from app.counter import Counter, OutcomeUnknownError
from app.errors import AppError, OutageError, RequestRefusedError
from app.inbox.receive import receive
from app.inbox.settle import is_final, keep_waiting, refuse
from app.inbox.wanted import send, wanted_act, wanted_order
from app.machine_clock import machine_clock
from models.receipts import Receipt
from models.values import instant_text

if TYPE_CHECKING:
    from app.inbox.wanted import Wanted
    from models.commands import Deed, Order
    from models.inbox import InboxRequest

# Beyond the waiting itself, so that the relay does not send what this process is still busy with.
_SLACK_SECONDS: Final = 5


class StillWaitingError(AppError):
    """No failure: the request has been received at a moment that counts, and is delivered later.

    Its code is `request.waiting`; `params` hold book, request, department and received_at, and as `said` the code of
    what stood in the way.
    """


@dataclass(frozen=True, slots=True)
class Reception:
    """The counter of a book whose year is under way; `dial` reaches the running service, None where there is none."""

    desk: Desk
    shift_seconds: int
    dial: Callable[[], Awaitable[Counter]] | None
    wait_seconds: int

    async def act(self, book: str, department: str, request: str, deed: Deed) -> Receipt:
        """Hand in an act. Raises RequestRefusedError, and StillWaitingError when it is delivered later."""
        return await self._hand_in(wanted_act(book, department, request, deed))

    async def order(self, book: str, request: str, actor: str, order: Order) -> Receipt:
        """Hand in an order of the bureau; raises what `act` raises."""
        return await self._hand_in(wanted_order(book, request, actor, order))

    async def _hand_in(self, wanted: Wanted) -> Receipt:
        now = instant_text(machine_clock() + timedelta(seconds=self.shift_seconds))
        found = await asyncio.to_thread(receive, self.desk, wanted, now, self.wait_seconds + _SLACK_SECONDS)
        if isinstance(found, Receipt):
            return found
        if self.dial is None:
            raise self._still_waiting(found, "service.not-running")
        return await self._sent(found, self.dial)

    async def _sent(self, row: InboxRequest, dial: Callable[[], Awaitable[Counter]]) -> Receipt:
        try:
            async with asyncio.timeout(self.wait_seconds):
                return await send(await dial(), row)
        except (TimeoutError, OutcomeUnknownError) as error:
            raise self._still_waiting(row, "outcome.unknown") from error
        except OutageError as error:
            raise self._still_waiting(row, error.code) from error
        except RequestRefusedError as error:
            with self.desk.reading() as session:
                final = is_final(session, row, error)
            if not final:
                raise self._still_waiting(row, error.code) from error
            refuse(self.desk, row, error)
            raise

    def _still_waiting(self, row: InboxRequest, said: str) -> StillWaitingError:
        keep_waiting(self.desk, row, said)
        return StillWaitingError(
            "request.waiting",
            book=row.book,
            request=row.key,
            department=row.department,
            received_at=row.received_at,
            said=said,
        )
