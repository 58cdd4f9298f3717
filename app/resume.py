"""Take a book up again from the ledger, when the Temporal that ran its year is gone."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select
from temporalio.service import RPCError, RPCStatusCode

from activities.keys import BOOK_OPENING
from app.activity_host import TASK_QUEUE
from app.errors import AppError
from app.people import actor_of
from audit.append import find
from audit.upcast import payload_as
from models.ledger import Head
from models.opening import OpenBook
from models.payloads import BookOpened
from models.projections import Book
from workflows.bureau_cycle import BureauCycle
from workflows.inputs import CycleRun, Resume
from workflows.names import cycle_id

if TYPE_CHECKING:
    from sqlmodel import Session
    from temporalio.client import Client

    from activities.desk import Desk
    from app.counter import Counter

_RESUMPTION_BYTES: Final = 12


async def books_without_cycle(client: Client, desk: Desk) -> tuple[str, ...]:
    """The books that have not ended and whose cycle this Temporal has never run."""
    with desk.reading() as session:
        query = select(Book.book).where(col(Book.concluded).is_(False)).order_by(col(Book.book))
        books = list(session.exec(query))
    return tuple([book for book in books if not await _is_known(client, book)])


async def _is_known(client: Client, book: str) -> bool:
    try:
        await client.get_workflow_handle(cycle_id(book)).describe()
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def resume_book(counter: Counter, book: str, login: str) -> None:
    """Start the cycle under the book's next epoch and wait until every open year runs again.

    From then on, whatever the old Temporal still tries to write is refused. Raises AppError `person.unknown`, and
    RequestRefusedError when the person may not do this.
    """
    with counter.desk.reading() as session:
        actor = actor_of(session, login)
        epoch = session.get_one(Head, book).epoch + 1
        opening = _opening(session, book)
    resume = Resume(resumption=secrets.token_hex(_RESUMPTION_BYTES), actor=actor)
    await counter.client.start_workflow(
        BureauCycle.run,
        CycleRun(opening=opening, epoch=epoch, resume=resume),
        id=cycle_id(book),
        task_queue=TASK_QUEUE,
    )
    await counter.opened(book)


def _opening(session: Session, book: str) -> OpenBook:
    record = find(session, book, BOOK_OPENING)
    if record is None:
        raise AppError("book.unknown", book=book, known="-")
    opened = payload_as(record, BookOpened)
    return OpenBook(
        book=book,
        name=opened.name,
        shift_seconds=opened.shift_seconds,
        calendar=opened.calendar,
        officers=opened.officers,
        opened_on=opened.opened_on,
    )
