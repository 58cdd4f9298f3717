"""Conclude a department's year, and the book when every year in it has ended; each end is signed outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.enrolled import enrolled
from activities.keys import BOOK_END, year_end_key
from activities.suspend_warning import suspend_unanswered
from audit.entry import Entry
from audit.errors import UnknownBookError
from models.ending_payloads import BookConcluded, YearConcluded
from models.ledger import Head
from models.lookups import row_with
from models.values import instant

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import BookEnd, YearEnd


def conclude_year(desk: Desk, call: YearEnd) -> None:
    """Record the end of a department's year, once; what it was late to answer is suspended with it."""
    entry = Entry(
        kind="year.concluded",
        key=year_end_key(call.department),
        actor="system",
        role="system",
        happened_at=instant(call.happened_at),
        department=call.department,
        payload=YearConcluded(),
    )
    with desk.writing(call.book, call.epoch) as writer:
        if writer.find(entry.key) is None:
            department = enrolled(writer.session, call.book, call.department)
            suspend_unanswered(desk, writer, department, call.happened_at)
            writer.append(entry)
    sign_head(desk, call.book)


def conclude_book(desk: Desk, call: BookEnd) -> None:
    """Record the end of the book, once."""
    entry = Entry(
        kind="book.concluded",
        key=BOOK_END,
        actor="system",
        role="system",
        happened_at=instant(call.happened_at),
        payload=BookConcluded(departments=call.departments),
    )
    with desk.writing(call.book, call.epoch) as writer:
        if writer.find(entry.key) is None:
            writer.append(entry)
    sign_head(desk, call.book)


def sign_head(desk: Desk, book: str) -> None:
    """Sign the book's head and keep the note outside the database. Raises UnknownBookError."""
    with desk.reading() as session:
        head = row_with(session, Head, book=book)
    if head is None:
        raise UnknownBookError(book=book)
    desk.signer.sign(head)
