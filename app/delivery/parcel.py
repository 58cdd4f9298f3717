"""A parcel: the deliveries to one contact that go out together as one message, taken from the queue and put back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, func, select

from app.delivery.given_up import give_up
from app.delivery.moot import is_moot
from app.delivery.queue import QUEUED
from models.side_stores import Contact, Delivery, DeliveryAttempt
from models.values import instant_text

if TYPE_CHECKING:
    from app.delivery.letter import Answer
    from app.delivery.post import Post

WAITING: Final = (QUEUED, "failed")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that is about to be sent for the `number`-th time."""

    message: str
    number: int
    contact: Contact
    deliveries: tuple[Delivery, ...]


def contacts_due(post: Post) -> list[str]:
    """The contacts that have something to be sent by now."""
    now = instant_text(post.desk.clock())
    query = select(Delivery.contact).where(col(Delivery.state).in_(WAITING), col(Delivery.next_at) <= now)
    with post.desk.reading() as session:
        return sorted(set(session.exec(query)))


def take_parcel(post: Post, contact: str) -> Parcel | None:
    """Take the contact's next message and note the attempt before it is made; None when nothing is to be sent now.

    A message that was tried before goes first, and the news behind it wait: a dead contact gathers no flood.
    """
    with Session(post.desk.engine, expire_on_commit=False) as session, session.begin():
        reached = session.get(Contact, contact)
        waiting = _waiting(session, contact)
        now = instant_text(post.desk.clock())
        if reached is None:
            # Removed while its news were being queued.
            _drop(session, waiting, now)
            return None
        chosen = _still_true(session, _tried(waiting) or waiting, now)
        # What is due takes along what would have followed it.
        if not any(delivery.next_at <= now for delivery in chosen):
            return None
        if chosen[0].attempts >= post.pace.attempts:
            # Every attempt ended the program before it could be marked.
            give_up(post, session, chosen)
            return None
        return _noted(post, session, reached, chosen)


def put_back(post: Post, parcel: Parcel, answer: Answer) -> None:
    """Mark what came of the attempt; after the last one the message is given up and the administrators are told."""
    with Session(post.desk.engine) as session, session.begin():
        attempt = session.get_one(DeliveryAttempt, (parcel.message, parcel.number))
        attempt.outcome, attempt.answer = "sent" if answer.accepted else "failed", answer.words
        session.add(attempt)
        query = select(Delivery).where(col(Delivery.message) == parcel.message, col(Delivery.state).in_(WAITING))
        rows = list(session.exec(query))
        for delivery in rows:
            delivery.state = attempt.outcome
            delivery.ended_at = instant_text(post.desk.clock()) if answer.accepted else None
            session.add(delivery)
        if rows and not answer.accepted and rows[0].attempts >= post.pace.attempts:
            give_up(post, session, rows)


def _waiting(session: Session, contact: str) -> list[Delivery]:
    query = select(Delivery).where(col(Delivery.contact) == contact, col(Delivery.state).in_(WAITING))
    return list(session.exec(query.order_by(col(Delivery.book), col(Delivery.sequence), col(Delivery.key))))


def _tried(waiting: list[Delivery]) -> list[Delivery]:
    """The deliveries of the message that was tried before and comes next; none when none was."""
    tried = [delivery for delivery in waiting if delivery.message is not None]
    first = min(tried, key=lambda delivery: delivery.next_at, default=None)
    return [delivery for delivery in tried if first is not None and delivery.message == first.message]


def _still_true(session: Session, waiting: list[Delivery], now: str) -> list[Delivery]:
    """What is yet to be said; a reminder of what has been done meanwhile is not."""
    moot = [delivery for delivery in waiting if is_moot(session, delivery)]
    _drop(session, moot, now)
    return [delivery for delivery in waiting if delivery.state != "moot"]


def _drop(session: Session, deliveries: list[Delivery], now: str) -> None:
    for delivery in deliveries:
        delivery.state, delivery.ended_at = "moot", now
        session.add(delivery)


def _noted(post: Post, session: Session, contact: Contact, chosen: list[Delivery]) -> Parcel:
    now = post.desk.clock()
    message = chosen[0].message or _message(chosen)
    attempts = chosen[0].attempts + 1
    for delivery in chosen:
        delivery.message, delivery.attempts = message, attempts
        # Should the program end before it knows, the message is sent again then, under the same key.
        delivery.next_at = instant_text(now + post.pace.pause(attempts))
        session.add(delivery)
    tried = session.exec(
        select(func.count()).select_from(DeliveryAttempt).where(col(DeliveryAttempt.message) == message)
    )
    number = tried.one() + 1
    session.add(DeliveryAttempt(message=message, number=number, contact=contact.contact, at=instant_text(now)))
    return Parcel(message, number, contact, tuple(chosen))


def _message(chosen: list[Delivery]) -> str:
    """The idempotency key: made of the keys of what it carries, so of books, records and the contact."""
    keys = "\n".join(sorted(delivery.key for delivery in chosen))
    return f"jixiao-{hashlib.sha256(keys.encode()).hexdigest()[:32]}"
