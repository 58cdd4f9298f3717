"""What may be erased: a text that decides nothing and that no period binds, a person who holds no office any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.erased import name_of, words_of
from app.errors import AppError
from app.people import actor_of
from app.tasks import today_in
from audit.append import find
from deadlines.local_time import local_date
from models.book import BookId
from models.erasure_payloads import What
from models.inbox import WAITING, InboxRequest
from models.ledger import LedgerRecord
from models.projections import Appointment, Book
from models.side_stores import CommittedText
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.retention_schedule import DocumentClass
    from models.erasure_payloads import Ground

AMENDED = "self-evaluation.amended"
PERIOD_EXPIRED = "period-expired"


@dataclass(frozen=True, slots=True)
class Subject:
    """A text by its commitment, or a person by the actor id."""

    what: What
    target: str


def text_of_record(session: Session, book: str, sequence: int) -> Subject:
    """The one text that a record brought. Raises AppError `erasure.no-text`, `erasure.several-texts`."""
    record = session.get(LedgerRecord, (book, sequence))
    texts = [] if record is None else _texts_of(session, record)
    if not texts:
        raise AppError("erasure.no-text", book=book, sequence=str(sequence))
    if len(texts) > 1:
        raise AppError("erasure.several-texts", sequence=str(sequence), known=", ".join(texts))
    return Subject("text", texts[0])


def text_of(session: Session, book: str, commitment: str) -> Subject:
    """A text of the book. Raises AppError `erasure.unknown-text`."""
    kept = session.get(CommittedText, commitment)
    if kept is None or kept.book != book:
        raise AppError("erasure.unknown-text", commitment=commitment, book=book)
    return Subject("text", commitment)


def person_of(session: Session, login: str) -> Subject:
    """The person of a login. Raises AppError `person.unknown`."""
    return Subject("person", actor_of(session, login))


def require_erasable(
    session: Session, book: Book, subject: Subject, ground: Ground, schedule: Mapping[str, DocumentClass]
) -> None:
    """Refuse what has to stay.

    Raises AppError `erasure.done`, `erasure.other-bureau`, `erasure.in-office`, `erasure.decides`,
    `erasure.under-retention`, `erasure.not-due`.
    """
    if subject.what == "person":
        gone = name_of(session, subject.target).gone
    else:
        gone = words_of(session, book.book, subject.target).gone
    if gone is not None:
        raise AppError("erasure.done", target=subject.target, day=gone.day)
    if subject.what == "person":
        _require_person(session, book, subject.target, ground, schedule)
    else:
        _require_text(session, book, subject.target, ground, schedule)


def class_of(session: Session, kept: CommittedText) -> str:
    """The class of document that a text belongs to: reasons of review scores and amendments decide, others not.

    What came with a request that nobody carried out decides nothing, unless that request still waits for its turn.
    """
    record = find(session, kept.book, kept.request)
    if record is None:
        waiting = session.get(InboxRequest, (kept.book, kept.request))
        act = "" if waiting is None or waiting.state != WAITING else waiting.act
        return "reasons" if act and (kept.field.startswith("reason/") or act == "self-evaluation.amend") else "opinions"
    return "reasons" if kept.field.startswith("reason/") or record.kind == AMENDED else "opinions"


def _texts_of(session: Session, record: LedgerRecord) -> list[str]:
    """The commitments that stand in the record; words that were corrected before it are not among them."""
    query = select(CommittedText.commitment).where(
        col(CommittedText.book) == record.book, col(CommittedText.request) == record.key
    )
    return [one for one in session.exec(query.order_by(col(CommittedText.field))) if one.encode() in record.payload]


def _require_text(
    session: Session, book: Book, commitment: str, ground: Ground, schedule: Mapping[str, DocumentClass]
) -> None:
    kept = session.get_one(CommittedText, commitment)
    record = find(session, book.book, kept.request)
    name = class_of(session, kept)
    if schedule[name].decides:
        raise AppError("erasure.decides", commitment=commitment)
    recorded = today_in(book) if record is None else local_date(instant(record.recorded_at))
    _require_period(book, recorded, name, ground, schedule)


def _require_period(
    book: Book, recorded: date, name: str, ground: Ground, schedule: Mapping[str, DocumentClass]
) -> None:
    """A binding period stands against every request; any other only against one that says it is over."""
    one = schedule[name]
    due = one.due(book.year, recorded)
    if due is not None and due <= today_in(book):
        return
    day = "—" if due is None else due.isoformat()
    if one.binding:
        raise AppError("erasure.under-retention", retention=name, period=one.period, due=day)
    if ground == PERIOD_EXPIRED:
        raise AppError("erasure.not-due", retention=name, period=one.period, due=day)


def _require_person(
    session: Session, book: Book, actor: str, ground: Ground, schedule: Mapping[str, DocumentClass]
) -> None:
    """A name stands behind every book in which the person ever had an appointment, whichever book the request is in."""
    held = _appointments(session, actor)
    bureau = BookId.parse(book.book).bureau
    if held and all(one.bureau != bureau for _, one in held):
        raise AppError("erasure.other-bureau", book=book.book, known="、".join(sorted({one.book for _, one in held})))
    for appointment, one in held:
        # An open year needs to know who acts in it.
        until = appointment.to_day
        if not one.concluded and (until is None or until >= today_in(one).isoformat()):
            raise AppError("erasure.in-office", role=appointment.role, book=one.book)
    for appointment, one in held:
        _require_period(one, _recorded(session, appointment), "people", ground, schedule)
    if not held:
        _require_period(book, today_in(book), "people", ground, schedule)


def _appointments(session: Session, actor: str) -> list[tuple[Appointment, Book]]:
    query = select(Appointment, Book).where(col(Appointment.actor) == actor, col(Appointment.book) == col(Book.book))
    return list(session.exec(query.order_by(col(Book.year).desc(), col(Book.book), col(Appointment.sequence))))


def _recorded(session: Session, appointment: Appointment) -> date:
    record = session.get_one(LedgerRecord, (appointment.book, appointment.sequence))
    return local_date(instant(record.recorded_at))
