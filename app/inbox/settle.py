"""What becomes of a request that was not delivered: it waits on, is dropped, or is refused on the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlmodel import Session

from activities.inbox_marks import mark_delivered
from activities.keys import refusal_key
from app.inbox.receive import epoch_of
from app.inbox.sayable import sayable
from app.inbox.wanted import is_key
from app.word_key import word_key
from audit.canonical import canonical_bytes
from audit.entry import Entry
from models.inbox import REFUSED, WAITING, InboxRequest
from models.inbox_payloads import RequestRefused
from models.projections import Book, Department
from models.values import instant_text

if TYPE_CHECKING:
    from pydantic import JsonValue

    from activities.desk import Desk
    from app.errors import RequestRefusedError
    from audit.append import BookWriter

_LONGEST_PAUSE_SECONDS: Final = 60
# Nobody ran that could have judged the request.
_NOT_NOW: Final = frozenset({"book.not-running", "ledger.stale-epoch"})


def is_final(session: Session, row: InboxRequest, error: RequestRefusedError) -> bool:
    """Whether the refusal is about the request, and not about who could not be reached."""
    if error.code == "year.not-running":
        return _has_ended(session, row)
    return error.code not in _NOT_NOW


def _has_ended(session: Session, row: InboxRequest) -> bool:
    department = session.get(Department, (row.book, row.department))
    return session.get_one(Book, row.book).concluded or (department is not None and department.concluded)


def keep_waiting(desk: Desk, row: InboxRequest, said: str | None) -> None:
    """Promise that it will be delivered; the pause before the next sending grows to a minute."""
    with Session(desk.engine) as session, session.begin():
        kept = session.get(InboxRequest, (row.book, row.key))
        if kept is None or kept.state != WAITING:
            return
        pause = min(_LONGEST_PAUSE_SECONDS, 2**kept.tries - 1)
        kept.promised, kept.tries, kept.said = True, kept.tries + 1, said
        kept.not_before = instant_text(desk.clock() + timedelta(seconds=pause))
        session.add(kept)


def hold(desk: Desk, row: InboxRequest, seconds: int) -> bool:
    """Take a waiting request into one's own hands for a time; False for one that does not wait any more."""
    with Session(desk.engine) as session, session.begin():
        kept = session.get(InboxRequest, (row.book, row.key))
        now = desk.clock()
        if kept is None or kept.state != WAITING or kept.not_before > instant_text(now):
            return False
        # Whoever handed it in is gone or was told that it waits: what becomes of it has to be kept.
        kept.promised, kept.not_before = True, instant_text(now + timedelta(seconds=seconds))
        session.add(kept)
        return True


def refuse(desk: Desk, row: InboxRequest, error: RequestRefusedError) -> None:
    """Whoever waits at the counter hears it and nothing is kept; a request that was promised is refused on the record.

    One that the ledger knows meanwhile was delivered, and one that was taken back stays so.
    """
    with desk.writing(row.book, epoch_of(desk, row.book)) as writer:
        kept = writer.session.get(InboxRequest, (row.book, row.key))
        if kept is None or kept.state != WAITING:
            return
        standing = writer.find(kept.key)
        if standing is not None:
            mark_delivered(writer.session, standing)
        elif kept.promised:
            _record(desk, writer, kept, error)
        else:
            writer.session.delete(kept)


def _record(desk: Desk, writer: BookWriter, row: InboxRequest, error: RequestRefusedError) -> None:
    shift = writer.session.get_one(Book, row.book).shift_seconds
    # A key that is none may hold what was typed, which the chain must not.
    request = row.key if is_key(row.key) else word_key(row.key)
    record = writer.append(
        Entry(
            kind="request.refused",
            key=refusal_key(request, row.received_at),
            actor="system",
            role="system",
            happened_at=desk.clock() + timedelta(seconds=shift),
            received_at=row.received_at,
            department=row.department or None,
            payload=RequestRefused(
                request=request,
                actor=row.actor,
                act=row.act,
                matter=row.matter,
                code=error.code,
                params=sayable(writer.session, desk.evaluators, row, error.params),
                problems=tuple(code for code, _ in error.problems),
            ),
        )
    )
    row.state, row.said, row.sequence = REFUSED, error.code, record.sequence
    problems: list[JsonValue] = [[code, dict(blanks)] for code, blanks in error.problems]
    row.details = canonical_bytes({"params": dict(error.params), "problems": problems}).decode()
    writer.session.add(row)
