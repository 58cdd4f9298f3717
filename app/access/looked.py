"""Who looked: the records of an access book, with names from the side store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.erased import Words, name_of
from audit.upcast import payload_as
from deadlines.local_time import local_date
from models.access_payloads import ACCESS_KINDS, LOGIN_KINDS, DataLooked, LoginTried
from models.book import BookId
from models.ledger import LedgerRecord
from models.values import instant

if TYPE_CHECKING:
    from datetime import date

    from activities.desk import Desk


@dataclass(frozen=True, slots=True)
class Looked:
    """One look or login: when, who under which role, by which command or door, at which department (None: all)."""

    book: str
    sequence: int
    at: str
    kind: str
    actor: str
    name: Words
    role: str
    command: str
    department: str | None
    day: str | None

    def to_data(self) -> dict[str, object]:
        """JSON-able; `at` is the moment in UTC."""
        return {
            "book": self.book,
            "sequence": self.sequence,
            "at": self.at,
            "kind": self.kind,
            "actor": self.actor,
            "name": self.name.text,
            **self.name.to_data(),
            "role": self.role,
            "command": self.command,
            "department": self.department,
            "day": self.day,
        }


def who_looked(desk: Desk, book: str, department: str | None = None, since: date | None = None) -> list[Looked]:
    """The looks at a bureau's year, the newest first; at one department: those at all of them too.

    `since` is the first day in Shanghai that counts.
    """
    query = select(LedgerRecord).where(
        col(LedgerRecord.book) == str(BookId.parse(book).access),
        col(LedgerRecord.kind).in_(ACCESS_KINDS if department is not None else (*ACCESS_KINDS, *LOGIN_KINDS)),
    )
    if department is not None:
        about = col(LedgerRecord.subject_department)
        query = query.where(about.is_(None) | (about == department))
    with desk.reading() as session:
        records = session.exec(query.order_by(col(LedgerRecord.sequence).desc())).all()
        return [
            _seen(session, one) for one in records if since is None or local_date(instant(one.happened_at)) >= since
        ]


def _seen(session: Session, record: LedgerRecord) -> Looked:
    if record.kind in LOGIN_KINDS:
        command, day = payload_as(record, LoginTried).way, None
    else:
        looked = payload_as(record, DataLooked)
        command, day = looked.command, looked.day
    return Looked(
        book=record.book,
        sequence=record.sequence,
        at=record.happened_at,
        kind=record.kind,
        actor=record.actor,
        name=name_of(session, record.actor),
        role=record.role,
        command=command,
        department=record.subject_department,
        day=day,
    )
