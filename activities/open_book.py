"""Open a book: its first record says whose it is, under which calendar and shift of time, and who the officers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session

from activities.answer import receipt_of
from activities.conclude import sign_head
from activities.errors import RefusedError
from activities.keys import BOOK_OPENING
from audit.append import BookWriter
from audit.canonical import canonical_bytes
from audit.entry import Entry
from audit.errors import IdempotencyConflictError
from deadlines.roles import conflicting
from models.book import BookId
from models.payloads import BookOpened
from models.values import instant

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import BookOpening
    from models.opening import OpenBook
    from models.receipts import Receipt


def open_book(desk: Desk, call: BookOpening) -> Receipt:
    """Write the opening record once, and sign it; opening the same book again returns the first receipt.

    Raises IdempotencyConflictError when it was opened with other words: another calendar, shift or officer.
    """
    book = BookId.parse(call.opening.book)
    _check(call.opening, book)
    with Session(desk.engine, expire_on_commit=False) as session, session.begin():
        writer = BookWriter.opening(session, call.opening.book, desk.clock())
        payload = _payload(call.opening, book)
        record = writer.find(BOOK_OPENING) or writer.append(
            Entry(
                kind="book.opened",
                key=BOOK_OPENING,
                actor="system",
                role="system",
                happened_at=instant(call.happened_at),
                payload=payload,
            )
        )
        if record.payload != canonical_bytes(payload):
            raise IdempotencyConflictError(book=record.book, key=record.key, sequence=str(record.sequence))
        receipt = receipt_of(session, record)
    sign_head(desk, call.opening.book)
    return receipt


def _payload(opening: OpenBook, book: BookId) -> BookOpened:
    return BookOpened(
        bureau=book.bureau,
        name=opening.name,
        year=book.year,
        kind=book.kind,
        shift_seconds=opening.shift_seconds,
        calendar=opening.calendar,
        officers=opening.officers,
        opened_on=opening.opened_on,
    )


def _check(opening: OpenBook, book: BookId) -> None:
    if book.kind == "access":
        # An access book opens itself with the first look.
        raise RefusedError("book.bad-id", given=opening.book)
    if book.kind == "real" and opening.shift_seconds != 0:
        raise RefusedError("book.shifted", book=opening.book, shift=str(opening.shift_seconds))
    held: dict[str, list[str]] = {}
    for officer in opening.officers:
        other = conflicting(officer.role, held.get(officer.actor, []))
        if other is not None:
            raise RefusedError("appointment.conflict", actor=officer.actor, role=officer.role, held=other)
        held.setdefault(officer.actor, []).append(officer.role)
