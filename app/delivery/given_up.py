"""Give a message up: it stays to be seen and sent again by hand, and the administrators of its book are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from app.delivery.addressees import contacts_of, holders
from app.delivery.notice import Notice
from app.delivery.queue import new_delivery, notices_in
from models.projections import Book
from models.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from app.delivery.post import Post
    from models.side_stores import Delivery

log = structlog.get_logger()


def give_up(post: Post, session: Session, deliveries: Sequence[Delivery]) -> None:
    """Mark all deliveries of one message; that an alert of this kind could not be sent is told to nobody again."""
    now = instant_text(post.desk.clock())
    for delivery in deliveries:
        delivery.state, delivery.ended_at = "given-up", now
        session.add(delivery)
    first = deliveries[0]
    log.error("a message is given up", message=first.message, contact=first.contact, attempts=first.attempts)
    if all(notice.kind == "given-up" for delivery in deliveries for notice in notices_in(delivery)):
        return
    for book in sorted({delivery.book for delivery in deliveries}):
        _tell_administrators(post, session, next(one for one in deliveries if one.book == book))


def _tell_administrators(post: Post, session: Session, lost: Delivery) -> None:
    notice = Notice(role="administrator", department="", kind="given-up", matter=str(lost.message))
    today = post.today(session.get_one(Book, lost.book))
    for actor in holders(session, lost.book, notice, today):
        for contact in contacts_of(session, actor):
            if contact.contact != lost.contact:
                key = f"{lost.message}/{lost.ended_at}/{contact.contact}"
                session.add(new_delivery(post, (lost.book, lost.sequence), [notice], contact, key))
