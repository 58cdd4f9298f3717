"""The counter (窗口): where a person's request comes in, is stamped, and gets its receipt or a reason.

The ledger is asked first, and it alone knows a request again: a key that stands there is
answered from there, whatever the workflow is doing.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.answer import receipt_of, require_same_act
from activities.desk import Desk
from activities.obey_order import require_same_order
from app.afterwards import act_afterwards, has_ended, order_afterwards, refusing, year_has_ended
from app.errors import AppError, RequestRefusedError
from audit.append import find
from models.commands import Act, BureauOrder, Deed, Order
from models.values import instant_text
from workflows.bureau_cycle import BureauCycle
from workflows.department_year import DepartmentYear
from workflows.names import cycle_id, year_id
from workflows.refusals import OUTCOME_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from models.receipts import Receipt

T = TypeVar("T")

DomainClock: TypeAlias = "Callable[[str, str], Awaitable[datetime]]"

# One minute for the activity and a little for the way there and back.
WAIT_SECONDS: Final = 75

_SENDING_BYTES: Final = 6


class NothingRunsError(RequestRefusedError):
    """No workflow runs that could take the request: it has not begun, or it is over."""


class OutcomeUnknownError(AppError):
    """Nobody answered in time: the record may stand or not; sending the same key again tells."""


@dataclass(frozen=True)
class Counter:
    """`domain_clock` gives the domain time now, for a book and department: the machine's time plus the book's shift."""

    client: Client
    desk: Desk
    domain_clock: DomainClock

    async def act(self, book: str, department: str, request: str, deed: Deed) -> Receipt:
        """Send one act; sending it again gives the first receipt. Raises RequestRefusedError, OutcomeUnknownError."""
        standing = self._standing(book, department, request, deed)
        if standing is not None:
            return standing
        stamped = await self._stamp(book, department, request)
        return await self.hand_in(book, department, Act(request=request, received_at=stamped, deed=deed))

    async def hand_in(self, book: str, department: str, sent: Act) -> Receipt:
        """Send an act that has been received; raises what `act` raises."""
        if year_has_ended(self.desk, book, department):
            return await asyncio.to_thread(act_afterwards, self.desk, book, department, sent)
        handle = self.client.get_workflow_handle_for(DepartmentYear.run, year_id(book, department))
        try:
            return await _answer(
                handle.execute_update(DepartmentYear.act, sent, id=_sending(sent.request)), sent.request
            )
        except RequestRefusedError:
            # Another sending of this very request may have moved the phase on between our look and the update.
            standing = self._standing(book, department, sent.request, sent.deed)
            if standing is None:
                raise
            return standing

    async def order(self, book: str, request: str, actor: str, order: Order) -> Receipt:
        """Send one order of the bureau; sending it again gives the first receipt, also when the book has ended.

        Raises RequestRefusedError (`book.concluded`, `book.not-running`), OutcomeUnknownError.
        """
        standing = self._standing_order(book, request, actor, order)
        if standing is not None:
            return standing
        stamped = await self._stamp(book, "", request)
        sent = BureauOrder(request=request, actor=actor, received_at=stamped, order=order)
        return await self.hand_in_order(book, sent)

    async def hand_in_order(self, book: str, sent: BureauOrder) -> Receipt:
        """Send an order that has been received; raises what `order` raises."""
        if has_ended(self.desk, book):
            return await asyncio.to_thread(order_afterwards, self.desk, book, sent)
        handle = self.client.get_workflow_handle_for(BureauCycle.run, cycle_id(book))
        try:
            return await _answer(
                handle.execute_update(BureauCycle.order, sent, id=_sending(sent.request)), sent.request
            )
        except NothingRunsError as error:
            if has_ended(self.desk, book):
                return await asyncio.to_thread(order_afterwards, self.desk, book, sent)
            raise RequestRefusedError("book.not-running", {"book": book}, []) from error

    async def opened(self, book: str) -> None:
        """Wait until the book's cycle is open. Raises RequestRefusedError, OutcomeUnknownError."""
        handle = self.client.get_workflow_handle_for(BureauCycle.run, cycle_id(book))
        await _answer(handle.execute_update(BureauCycle.opened, id=_sending(book)), book)

    async def _stamp(self, book: str, department: str, request: str) -> str:
        try:
            return instant_text(await self.domain_clock(book, department))
        except RPCError as error:
            raise OutcomeUnknownError(OUTCOME_UNKNOWN, request=request) from error

    def _standing(self, book: str, department: str, request: str, deed: Deed) -> Receipt | None:
        with self.desk.reading() as session:
            record = find(session, book, request)
            if record is None:
                return None
            require_same_act(record, department, deed)
            return receipt_of(session, record)

    def _standing_order(self, book: str, request: str, actor: str, order: Order) -> Receipt | None:
        with refusing(), self.desk.reading() as session:
            record = find(session, book, request)
            if record is None:
                return None
            require_same_order(record, actor, order)
            return receipt_of(session, record)


def _sending(request: str) -> str:
    """The id of one sending: Temporal would repeat a failure under a known id, and the ledger knows the key anyway."""
    return f"{request}#{secrets.token_hex(_SENDING_BYTES)}"


async def _answer(update: Awaitable[T], request: str) -> T:
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            return await update
    except WorkflowUpdateFailedError as error:
        raise _refused(error, request) from error
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            # The client wraps the cancellation of whoever waits as well.
            raise asyncio.CancelledError from error
        raise OutcomeUnknownError(OUTCOME_UNKNOWN, request=request) from error
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            raise NothingRunsError("year.not-running", {"request": request}, []) from error
        raise OutcomeUnknownError(OUTCOME_UNKNOWN, request=request) from error


def _refused(error: WorkflowUpdateFailedError, request: str) -> AppError:
    cause = error.cause
    if not isinstance(cause, ApplicationError) or not cause.type:
        return AppError("request.undecodable", request=request, said=str(cause))
    if cause.type == OUTCOME_UNKNOWN:
        return OutcomeUnknownError(OUTCOME_UNKNOWN, request=request)
    params, problems = (*cause.details, {}, [])[:2]
    return RequestRefusedError(cause.type, dict(params), [(code, dict(blanks)) for code, blanks in problems])
