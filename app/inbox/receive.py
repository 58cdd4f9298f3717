"""Receive a request: known again by its key, checked as far as the ledger alone can tell, and written down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col, func, select

from activities.admit_act import admit_act, authorised_role
from activities.answer import receipt_of, require_same_act
from activities.enrolled import enrolled
from activities.obey_order import require_same_order
from activities.signatures import ActCall
from app.afterwards import refusing
from app.errors import RequestRefusedError
from app.inbox.wanted import act_of, deed_of, order_of
from models.inbox import WAITING, InboxRequest
from models.ledger import Head
from models.values import instant_text

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.inbox.wanted import Wanted
    from audit.append import BookWriter
    from models.ledger import Record
    from models.receipts import Receipt


def receive(desk: Desk, wanted: Wanted, received_at: str, held_seconds: int) -> InboxRequest | Receipt:
    """The request as it waits now, or the receipt of one that the ledger knows.

    A request that waits already keeps the moment at which it was first received. For `held_seconds` only the caller
    sends it. Raises RequestRefusedError, `inbox.conflict` for a key that waits with another content.
    """
    with refusing(), desk.writing(wanted.book, epoch_of(desk, wanted.book)) as writer:
        record = writer.find(wanted.key)
        if record is not None:
            return _known(writer.session, record, wanted)
        row = writer.session.get(InboxRequest, (wanted.book, wanted.key))
        if row is None or row.state != WAITING:
            row = _new(desk, writer, wanted, received_at, row)
        elif tuple(getattr(row, name) for name in wanted._fields) != tuple(wanted):
            raise RequestRefusedError("inbox.conflict", {"request": wanted.key, "received_at": row.received_at}, [])
        row.not_before = instant_text(desk.clock() + timedelta(seconds=held_seconds))
        writer.session.add(row)
        return row


def epoch_of(desk: Desk, book: str) -> int:
    """The epoch that the book's head has."""
    with desk.reading() as session:
        return session.get_one(Head, book).epoch


def _known(session: Session, record: Record, wanted: Wanted) -> Receipt:
    if wanted.department:
        require_same_act(record, wanted.department, deed_of(wanted.content))
    else:
        require_same_order(record, wanted.actor, order_of(wanted.content))
    return receipt_of(session, record)


def _new(
    desk: Desk, writer: BookWriter, wanted: Wanted, received_at: str, earlier: InboxRequest | None
) -> InboxRequest:
    session = writer.session
    row = InboxRequest(**wanted._asdict(), position=_last(session, wanted.book) + 1, received_at=received_at)
    if wanted.department:
        _require_admissible(desk, session, row, writer.epoch)
    if earlier is not None:
        # Refused or taken back: its sending anew is received anew.
        session.delete(earlier)
        session.flush()
    return row


def _last(session: Session, book: str) -> int:
    query = select(func.max(col(InboxRequest.position))).where(col(InboxRequest.book) == book)
    return session.exec(query).one() or 0


def _require_admissible(desk: Desk, session: Session, row: InboxRequest, epoch: int) -> None:
    """What is obviously wrong is said at once; behind requests that wait only the person can be judged yet."""
    call = ActCall(book=row.book, epoch=epoch, department=row.department, happened_at=row.received_at, act=act_of(row))
    department = enrolled(session, row.book, row.department)
    if department.concluded:
        raise RequestRefusedError("year.not-running", {"request": row.key}, [])
    if _is_behind(session, row):
        authorised_role(session, department, call)
    else:
        admit_act(desk, session, call)


def _is_behind(session: Session, row: InboxRequest) -> bool:
    query = select(InboxRequest.key).where(
        col(InboxRequest.book) == row.book,
        col(InboxRequest.department) == row.department,
        col(InboxRequest.state) == WAITING,
    )
    return session.exec(query.limit(1)).first() is not None
