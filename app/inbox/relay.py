"""The relay of the running service: delivers what waits, each department's requests in the order they came in."""

from __future__ import annotations

import asyncio
from itertools import groupby
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from app.counter import WAIT_SECONDS, OutcomeUnknownError
from app.errors import AppError, RequestRefusedError
from app.inbox.settle import hold, is_final, keep_waiting, refuse
from app.inbox.wanted import send
from models.inbox import WAITING, InboxRequest

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.counter import Counter

log = structlog.get_logger()

_PAUSE_SECONDS: Final = 0.5
_SLACK_SECONDS: Final = 15
_AT_ONCE: Final = 8


async def keep_delivering(counter: Counter) -> None:
    """Deliver until cancelled; a database that is away is waited for."""
    while True:
        try:
            await deliver_waiting(counter)
        except SQLAlchemyError as error:
            log.warning("the inbox could not be read", error=type(error).__name__)
        await asyncio.sleep(_PAUSE_SECONDS)


async def deliver_waiting(counter: Counter) -> None:
    """Send once whatever waits now; a department whose first request gets no answer keeps the others in order."""
    queues = await asyncio.to_thread(_queues, counter.desk)
    few = asyncio.Semaphore(_AT_ONCE)
    await asyncio.gather(*(_deliver_in_order(counter, queue, few) for queue in queues))


def _queues(desk: Desk) -> list[list[InboxRequest]]:
    with desk.reading() as session:
        query = select(InboxRequest).where(col(InboxRequest.state) == WAITING)
        rows = session.exec(
            query.order_by(col(InboxRequest.book), col(InboxRequest.department), col(InboxRequest.position))
        ).all()
    return [list(queue) for _, queue in groupby(rows, lambda row: (row.book, row.department))]


async def _deliver_in_order(counter: Counter, queue: list[InboxRequest], few: asyncio.Semaphore) -> None:
    async with few:
        for row in queue:
            held = await asyncio.to_thread(hold, counter.desk, row, WAIT_SECONDS + _SLACK_SECONDS)
            if not held or not await _settled(counter, row):
                return


async def _settled(counter: Counter, row: InboxRequest) -> bool:
    """Send one request; False when it waits on."""
    try:
        await send(counter, row)
    except OutcomeUnknownError as error:
        await _wait_on(counter, row, error.code)
        return False
    except RequestRefusedError as error:
        if not await asyncio.to_thread(_is_final, counter.desk, row, error):
            await _wait_on(counter, row, error.code)
            return False
        await asyncio.to_thread(refuse, counter.desk, row, error)
        log.info("a request that waited was refused", book=row.book, code=error.code)
    except AppError as error:
        log.error("a request that waits cannot be sent", book=row.book, code=error.code)  # noqa: TRY400  # the code says all of it
        await _wait_on(counter, row, error.code)
        return False
    except Exception as error:  # noqa: BLE001  # a fault about one request must not end the service of all others
        _tell_fault(row, error)
        await _wait_on(counter, row, "outcome.unknown")
        return False
    return True


def _tell_fault(row: InboxRequest, error: Exception) -> None:
    """What failed and where, without the error's own words: what somebody typed may be among them."""
    place = extract_tb(error.__traceback__)[-1]
    told = {"error": type(error).__name__, "place": f"{place.filename}:{place.lineno}"}
    log.error("the program failed on a request that waits", book=row.book, **told)


def _is_final(desk: Desk, row: InboxRequest, error: RequestRefusedError) -> bool:
    with desk.reading() as session:
        return is_final(session, row, error)


async def _wait_on(counter: Counter, row: InboxRequest, said: str) -> None:
    await asyncio.to_thread(keep_waiting, counter.desk, row, said)
