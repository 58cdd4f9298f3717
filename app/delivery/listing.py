"""What was delivered and what was not: messages with their attempts, and sending again by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from app.delivery.addressees import is_told
from app.delivery.news import NEWSWORTHY, notices_of
from app.delivery.queue import NOBODY, notices_in
from app.errors import AppError
from deadlines.local_time import local_date
from models.ledger import LedgerRecord
from models.projections import Appointment, Book
from models.side_stores import Contact, Delivery, DeliveryAttempt, Person
from models.values import instant, instant_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from activities.desk import Desk
    from app.delivery.post import Post

# What somebody has to look at.
_WRONG: Final = ("failed", "given-up", NOBODY)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: `outcome` is sent, failed, or unknown where the program ended before it knew."""

    at: str
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message, or what is queued for one contact; `message` is empty until it is tried for the first time.

    `login` is who it is for, and where nobody holds the role, empty, with the roles in `roles`. Times are instants in
    UTC; `next_at` is empty when nothing is tried any more.
    """

    message: str
    login: str
    contact: str
    books: tuple[str, ...]
    state: str
    notices: int
    roles: tuple[str, ...]
    queued_at: str
    next_at: str
    attempts: tuple[Attempt, ...]

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class NotSent:
    """What a rehearsed book would have sent if it were real: notices, and to how many people."""

    book: str
    notices: int
    people: int


def list_messages(desk: Desk, *, wrong: bool) -> list[ShownMessage]:
    """All messages, the newest first; with `wrong` only those that failed, were given up or had nobody to go to."""
    with desk.reading() as session:
        query = select(Delivery).order_by(col(Delivery.queued_at), col(Delivery.key))
        grouped: dict[tuple[str, ...], list[Delivery]] = {}
        for delivery in session.exec(query):
            own = "" if delivery.message or delivery.contact else delivery.key
            group = (delivery.message or "", delivery.contact, delivery.state, own)
            grouped.setdefault(group, []).append(delivery)
        shown = [_shown(session, rows) for rows in grouped.values() if not wrong or rows[0].state in _WRONG]
    return sorted(shown, key=lambda one: one.queued_at, reverse=True)


def send_again(post: Post, messages: Sequence[str]) -> int:
    """Queue given-up and failed messages at once, all of them when none is named; how many there are.

    They keep their keys, so whoever had one already can drop it. Raises AppError `delivery.unknown`.
    """
    now = instant_text(post.desk.clock())
    with Session(post.desk.engine) as session, session.begin():
        query = select(Delivery).where(col(Delivery.state).in_(("failed", "given-up")))
        rows = [row for row in session.exec(query) if not messages or row.message in messages]
        for message in messages:
            if message not in {row.message for row in rows}:
                raise AppError("delivery.unknown", message=message)
        for row in rows:
            row.state, row.attempts, row.next_at, row.ended_at = "failed", 0, now, None
            session.add(row)
        return len({row.message for row in rows})


def not_sent(desk: Desk) -> list[NotSent]:
    """What each rehearsed book would have told how many people; rehearsals deliver nothing outside."""
    with desk.reading() as session:
        books = session.exec(select(Book).where(col(Book.kind) == "rehearsal").order_by(col(Book.book))).all()
        return [_counted(session, book.book) for book in books]


def _counted(session: Session, book: str) -> NotSent:
    appointments = session.exec(select(Appointment).where(col(Appointment.book) == book)).all()
    query = select(LedgerRecord).where(col(LedgerRecord.book) == book, col(LedgerRecord.kind).in_(NEWSWORTHY))
    told: list[str] = []
    for record in session.exec(query):
        day = local_date(instant(record.happened_at))
        for notice in notices_of(record):
            told += {one.actor for one in appointments if is_told(one, notice, day)}
    return NotSent(book, len(told), len(set(told)))


def _shown(session: Session, rows: list[Delivery]) -> ShownMessage:
    first = rows[0]
    person, contact = session.get(Person, first.actor), session.get(Contact, first.contact)
    return ShownMessage(
        message=first.message or "",
        login="" if person is None else person.login,
        contact="" if contact is None else contact.name,
        books=tuple(sorted({row.book for row in rows})),
        state=first.state,
        notices=sum(len(notices_in(row)) for row in rows),
        roles=tuple(sorted({notice.role for row in rows for notice in notices_in(row)})),
        queued_at=first.queued_at,
        next_at="" if first.ended_at else first.next_at,
        attempts=_attempts(session, first.message),
    )


def _attempts(session: Session, message: str | None) -> tuple[Attempt, ...]:
    query = select(DeliveryAttempt).where(col(DeliveryAttempt.message) == message)
    made = session.exec(query.order_by(col(DeliveryAttempt.number)))
    return tuple(Attempt(one.at, one.outcome or "unknown", one.answer) for one in made)
