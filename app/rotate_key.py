"""Give a bureau a new signing key (换钥): ordered by the security officer, on the record, at the machine that signs.

This is the one record that no workflow carries: it concerns no department and no deadline, and must be possible while
the service is stopped because its key is no longer trusted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.authority import require_role
from app.people import actor_of, naming_people
from audit.entry import Entry
from audit.key_rotation import KeyRotation
from deadlines.local_time import local_date
from models.book import BookId
from models.ending_payloads import KeyRotated
from models.ledger import Head
from models.projections import Book

if TYPE_CHECKING:
    from datetime import datetime

    from activities.desk import Desk
    from audit.append import BookWriter

ROLE = "security-officer"


def rotate_key(desk: Desk, book: str, login: str) -> KeyRotated:
    """Record the change in this book, let both keys sign every book of the bureau, put the new key in force.

    After a crash the same call goes on with the same new key. Raises AppError `person.unknown`, RefusedError
    `act.not-appointed`.
    """
    bureau = BookId.parse(book).bureau
    actor, now = require_officer(desk, book, login)
    with desk.reading() as session:
        epoch = session.get_one(Head, book).epoch
    rotation = KeyRotation(desk.signer, bureau)
    old, new = rotation.lines()
    payload = KeyRotated(bureau=bureau, old=old, new=new)
    entry = Entry(kind="key.rotated", key=f"@key/{new}", actor=actor, role=ROLE, happened_at=now, payload=payload)
    with desk.writing(book, epoch) as writer:
        _once(writer, entry)
    with desk.reading() as session:
        mine = col(Head.book).startswith(f"{bureau}/", autoescape=True)
        heads = list(session.exec(select(Head).where(mine).order_by(col(Head.book))))
    rotation.hand_over(heads)
    return payload


def require_officer(desk: Desk, book: str, login: str) -> tuple[str, datetime]:
    """Return who changes keys, and the book's time.

    Raises AppError `person.unknown`, RefusedError `act.not-appointed`.
    """
    with naming_people(desk), desk.reading() as session:
        actor = actor_of(session, login)
        now = desk.clock() + timedelta(seconds=session.get_one(Book, book).shift_seconds)
        require_role(session, book, actor, ROLE, "", local_date(now))
    return actor, now


def _once(writer: BookWriter, entry: Entry) -> None:
    if writer.find(entry.key) is None:
        writer.append(entry)
