"""Approve an erasure: in one transaction the record, and text and salt (or name and login) gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.authority import require_role
from activities.errors import RefusedError
from app.delivery.addressees import contacts_of
from app.delivery.addresses import forget_address
from app.erasure.moment import moment_of
from app.erasure.subject import Subject, require_erasable
from app.errors import AppError
from app.people import actor_of, naming_people
from app.tasks import books_of
from audit.entry import Entry
from audit.erase import erase
from audit.upcast import payload_as
from deadlines.local_time import local_date
from models.erasure_payloads import ERASED_KINDS, Erased, ErasureRequested
from models.erasures import Erasure
from models.ledger import LedgerRecord
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
    with naming_people(desk), desk.reading() as session:
        (kept,) = books_of(session, book)
        asked, actor, now = _asked(session, book, request), actor_of(session, login), moment_of(desk, kept)
        require_role(session, book, actor, ROLE, "", local_date(now))
        if actor == asked.requested_by:
            raise RefusedError("erasure.own-request", actor=actor, sequence=str(request))
    subject = Subject(asked.what, asked.target)
    entry = Entry(
        kind=ERASED_KINDS[asked.what],
        key=f"@erasure/{request}/approved",
        actor=actor,
        role=ROLE,
        happened_at=now,
        payload=asked,
    )
    contacts: list[str] = []
    with desk.writing(book, kept.epoch) as writer:
        record = writer.find(entry.key)
        if record is None:
            # What stood against it is asked again: periods may have been lengthened, offices been given.
            require_erasable(writer.session, kept, subject, asked.ground, schedule)
            record = writer.append(entry)
            contacts = [one.contact for one in contacts_of(writer.session, subject.target)]
            erase(writer.session, subject.what, subject.target)
    for contact in contacts:
        forget_address(settings.contacts, contact)
    return Done(record.sequence, subject.target, _wiped(settings, desk))


def _asked(session: Session, book: str, request: int) -> Erased:
    """What the request's own record says: a table that was tampered with approves nothing."""
    record = session.get(LedgerRecord, (book, request))
    if record is None or record.kind != "erasure.requested":
        query = select(Erasure.request).where(col(Erasure.book) == book, col(Erasure.erased_at).is_(None))
        waiting = session.exec(query.order_by(col(Erasure.request))).all()
        raise AppError(
            "erasure.unknown-request", given=str(request), book=book, known="、".join(map(str, waiting)) or "-"
        )
    asked = payload_as(record, ErasureRequested)
    return Erased(request=request, what=asked.what, target=asked.target, ground=asked.ground, requested_by=record.actor)


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
