"""What a transaction does to the inbox: whoever writes the record marks its request, in one and the same commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col

from activities.errors import RefusedError
from audit.project.rows import change_rows, read_again
from deadlines.deadline import is_late
from deadlines.protocol import answers
from models.inbox import DELIVERED, REFUSED, WAITING, WITHDRAWN, InboxRequest
from models.lookups import row_with, rows_with
from models.prepared import update_rows
from models.sending import connection_of
from models.values import instant

if TYPE_CHECKING:
    from datetime import date

    from activities.signatures import DeadlineCall
    from models.ledger import Record
    from models.receipts import Turn


def require_not_withdrawn(session: Session, book: str, key: str) -> None:
    """Refuse a sending that is still under way although its request was taken back."""
    row = row_with(session, InboxRequest, book=book, key=key)
    if row is not None and row.state == WITHDRAWN:
        raise RefusedError("request.withdrawn", request=key)


def mark_delivered(session: Session, record: Record) -> None:
    """The request stands as this record; a refused one of the same person for the same act is made good by it."""
    mine = {"book": record.book, "key": record.key}
    delivered = {"state": DELIVERED, "sequence": record.sequence, "said": None}
    if not update_rows(connection_of(session), InboxRequest, mine, delivered).rowcount:
        return
    read_again(session, InboxRequest)
    row = session.get_one(InboxRequest, (record.book, record.key))
    change_rows(
        session,
        InboxRequest,
        col(InboxRequest.book) == row.book,
        col(InboxRequest.department) == row.department,
        col(InboxRequest.actor) == row.actor,
        col(InboxRequest.act) == row.act,
        col(InboxRequest.matter) == row.matter,
        col(InboxRequest.state) == REFUSED,
        closed=True,
    )


def waits_in_time(session: Session, call: DeadlineCall, turn: Turn, by: date) -> bool:
    """Whether an answer, whichever it is, has been received by the end of a day and only waits for its turn."""
    here = {"book": call.book, "department": call.department, "matter": call.matter, "state": WAITING}
    waiting = rows_with(session, InboxRequest, **here)
    owed = answers(turn.course, turn.state)
    return any(one.act in owed and not is_late(instant(one.received_at), by) for one in waiting)
