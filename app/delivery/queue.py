"""Queue what is new in the ledger: one delivery for each record, person and contact, derived after the commit.

A mark says up to which record a book has been read. It moves in the transaction that queues, and the key of a delivery
is made of record and contact: so nothing is lost and nothing queued twice, whenever the program dies.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from app.delivery.addressees import contacts_of, holders
from app.delivery.news import NEWSWORTHY, notices_of
from app.delivery.notice import Notice
from models.ledger import Head, LedgerRecord
from models.projections import Book
from models.side_stores import Contact, Delivery, DeliveryMark
from models.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.delivery.post import Post

# A book that was served before there was any delivery does not begin with the news of months.
_OLDEST: Final = timedelta(days=7)
_NOTICES: TypeAdapter[tuple[Notice, ...]] = TypeAdapter(tuple[Notice, ...])

NOBODY: Final = "nobody"
QUEUED: Final = "queued"


def queue_news(post: Post) -> int:
    """Queue the news of every real book; how many deliveries were added. Rehearsals tell nobody outside."""
    with post.desk.reading() as session:
        books = [
            book.book for book in session.exec(select(Book).where(col(Book.kind) == "real")) if _has(session, book)
        ]
    return sum(_queue_book(post, book) for book in books)


def notices_in(delivery: Delivery) -> tuple[Notice, ...]:
    """What a delivery carries."""
    return _NOTICES.validate_json(delivery.notices)


def new_delivery(
    post: Post, record: tuple[str, int], notices: Iterable[Notice], contact: Contact, key: str
) -> Delivery:
    """A queued delivery to a contact; it goes out when the contact's digest says."""
    now = post.desk.clock()
    return Delivery(
        key=key,
        book=record[0],
        sequence=record[1],
        actor=contact.actor,
        contact=contact.contact,
        notices=_text(notices),
        state=QUEUED,
        queued_at=instant_text(now),
        next_at=instant_text(post.pace.release(contact.digest, now)),
    )


def _has(session: Session, book: Book) -> bool:
    mark = session.get(DeliveryMark, book.book)
    return mark is None or mark.sequence < session.get_one(Head, book.book).sequence


def _queue_book(post: Post, name: str) -> int:
    with Session(post.desk.engine) as session, session.begin():
        # The head first: what is committed after it waits for the next round.
        head = session.get_one(Head, name).sequence
        mark = session.get(DeliveryMark, name) or DeliveryMark(book=name, sequence=_first_mark(session, post, name))
        query = select(LedgerRecord).where(
            col(LedgerRecord.book) == name,
            col(LedgerRecord.sequence) > mark.sequence,
            col(LedgerRecord.sequence) <= head,
            col(LedgerRecord.kind).in_(NEWSWORTHY),
        )
        records = session.exec(query.order_by(col(LedgerRecord.sequence))).all()
        added = [delivery for record in records for delivery in _deliveries(session, post, record)]
        session.add_all(added)
        mark.sequence = head
        session.add(mark)
        return len(added)


def _first_mark(session: Session, post: Post, book: str) -> int:
    oldest = instant_text(post.desk.clock() - _OLDEST)
    query = select(func.max(LedgerRecord.sequence)).where(
        col(LedgerRecord.book) == book, col(LedgerRecord.recorded_at) < oldest
    )
    return session.exec(query).one() or 0


def _deliveries(session: Session, post: Post, record: LedgerRecord) -> list[Delivery]:
    """One delivery for each contact, with everything that the record has to tell its person."""
    today = post.today(session.get_one(Book, record.book))
    told: dict[str, list[Notice]] = {}
    queued: list[Delivery] = []
    for notice in notices_of(record):
        actors = holders(session, record.book, notice, today)
        for actor in actors:
            told.setdefault(actor, []).append(notice)
        if not actors:
            queued.append(_to_nobody(post, record, notice))
    place = (record.book, record.sequence)
    for actor, notices in told.items():
        for contact in contacts_of(session, actor):
            key = f"{record.book}/{record.sequence}/{contact.contact}"
            queued.append(new_delivery(post, place, notices, contact, key))
    return queued


def _to_nobody(post: Post, record: LedgerRecord, notice: Notice) -> Delivery:
    """What nobody could be told stays to be seen."""
    now = instant_text(post.desk.clock())
    return Delivery(
        key=f"{record.book}/{record.sequence}/{NOBODY}/{notice.role}/{notice.matter}",
        book=record.book,
        sequence=record.sequence,
        actor="",
        contact="",
        notices=_text([notice]),
        state=NOBODY,
        queued_at=now,
        next_at=now,
        ended_at=now,
    )


def _text(notices: Iterable[Notice]) -> str:
    return json.dumps([notice.model_dump() for notice in notices], ensure_ascii=False)
