"""Approve an erasure: in one transaction the record, and text and salt (or name and login) gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.authority import require_role
from activities.errors import RefusedError
from app.erasure.moment import moment_of
from app.erasure.subject import Subject, require_erasable
from app.errors import AppError
from app.people import actor_of
from app.tasks import books_of
from audit.append import Entry
from audit.erase import erase
from deadlines.local_time import local_date
from models.erasure_payloads import ERASED_KINDS, Erased
from models.erasures import Erasure
from models.postgresql import postgresql_engine
from models.wipe import wipe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from activities.desk import Desk
    from app.retention_schedule import DocumentClass
    from app.settings import Settings

ROLE = "security-officer"


@dataclass(frozen=True, slots=True)
class Done:
    """The record of an erasure; `wiped` is False while the database's own files may still hold the words."""

    sequence: int
    target: str
    wiped: bool


def approve_erasure(
    settings: Settings,
    desk: Desk,
    book: str,
    request: int,
    login: str,
    schedule: Mapping[str, DocumentClass],
) -> Done:
    """Carry a request out; once carried out, the same call only cleans the database's files again.

    Raises AppError `erasure.unknown-request` and what `require_erasable` raises; RefusedError `act.not-appointed` for
    anyone but a security officer, `erasure.own-request` for the one who asked.
    """
    with desk.reading() as session:
        (kept,) = books_of(session, book)
        erasure, actor, now = _waiting(session, book, request), actor_of(session, login), moment_of(desk, kept)
        require_role(session, book, actor, ROLE, "", local_date(now))
    if actor == erasure.requested_by:
        raise RefusedError("erasure.own-request", actor=actor, sequence=str(request))
    payload = Erased.model_validate(
        {
            "request": request,
            "target": erasure.target,
            "ground": erasure.ground,
            "requested_by": erasure.requested_by,
        }
    )
    subject = Subject("text" if erasure.what == "text" else "person", erasure.target)
    entry = Entry(
        kind=ERASED_KINDS[subject.what],
        key=f"@erasure/{request}/approved",
        actor=actor,
        role=ROLE,
        happened_at=now,
        payload=payload,
    )
    with desk.writing(book, kept.epoch) as writer:
        record = writer.find(entry.key)
        if record is None:
            # What stood against it is asked again: periods may have been lengthened, offices been given.
            require_erasable(writer.session, kept, subject, payload.ground, schedule)
            record = writer.append(entry)
            erase(writer.session, subject.what, subject.target)
    return Done(record.sequence, subject.target, _wiped(settings, desk))


def _waiting(session: Session, book: str, request: int) -> Erasure:
    query = select(Erasure).where(col(Erasure.book) == book).order_by(col(Erasure.request))
    known = {one.request: one for one in session.exec(query)}
    if request not in known:
        open_ones = [str(one.request) for one in known.values() if one.erased_at is None]
        raise AppError("erasure.unknown-request", given=str(request), book=book, known="、".join(open_ones) or "-")
    return known[request]


def _wiped(settings: Settings, desk: Desk) -> bool:
    """On a server only the owner of the tables may write them anew."""
    if settings.database_url is None:
        return wipe(desk.engine)
    if settings.database_owner_url is None:
        return False
    owner = postgresql_engine(settings.database_owner_url.get_secret_value())
    try:
        return wipe(owner)
    finally:
        owner.dispose()
