"""Ask that a text or a person be erased: a record that waits for somebody else's approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from activities.authority import appointments_of
from activities.errors import RefusedError
from app.erasure.moment import moment_of
from app.erasure.subject import person_of, require_erasable, text_of, text_of_record
from app.errors import AppError
from app.people import actor_of, naming_people
from app.tasks import books_of
from audit.entry import Entry
from deadlines.local_time import local_date
from models.erasure_payloads import ErasureRequested, Ground

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from activities.desk import Desk
    from app.erasure.subject import Subject
    from app.retention_schedule import DocumentClass


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: exactly one of a person's login, a text's commitment, a record's number."""

    book: str
    login: str
    ground: Ground
    person: str | None = None
    text: str | None = None
    record: int | None = None


def request_erasure(desk: Desk, asked: Asked, schedule: Mapping[str, DocumentClass]) -> int:
    """Record the request and return its number; asking again for the same gives the same one.

    Anybody with an appointment in the book may ask. Raises AppError `erasure.which`, what `require_erasable` raises,
    and RefusedError `erasure.no-appointment`.
    """
    with naming_people(desk), desk.reading() as session:
        (book,) = books_of(session, asked.book)
        actor, now = actor_of(session, asked.login), moment_of(desk, book)
        held = appointments_of(session, asked.book, actor, local_date(now))
        if not held:
            raise RefusedError("erasure.no-appointment", actor=actor, book=asked.book)
        subject = _subject(session, asked)
        require_erasable(session, book, subject, asked.ground, schedule)
        epoch = book.epoch
    entry = Entry(
        kind="erasure.requested",
        key=f"@erasure/{subject.target}/{asked.ground}",
        actor=actor,
        role=held[0].role,
        happened_at=now,
        payload=ErasureRequested(what=subject.what, target=subject.target, ground=asked.ground),
    )
    with desk.writing(asked.book, epoch) as writer:
        return (writer.find(entry.key) or writer.append(entry)).sequence


def _subject(session: Session, asked: Asked) -> Subject:
    match (asked.person, asked.text, asked.record):
        case (str(login), None, None):
            return person_of(session, login)
        case (None, str(commitment), None):
            return text_of(session, asked.book, commitment)
        case (None, None, int(sequence)):
            return text_of_record(session, asked.book, sequence)
    raise AppError("erasure.which")
