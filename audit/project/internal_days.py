"""The day that a division was given: in the table of collections as in its task, whatever moved it on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col

from audit.project.rows import change_rows
from audit.project.subject import department_of
from models.collections_asked import Collection

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record
    from models.receipts import WaitingTurn

_ANSWER: Final = "collection.answer"


def follow_internal_day(session: Session, record: Record, turn: WaitingTurn) -> None:
    """What a division still owes is due on its task's day; what it has brought was due on the day that it had."""
    if turn.awaited.act != _ANSWER:
        return
    change_rows(
        session,
        Collection,
        col(Collection.book) == record.book,
        col(Collection.department) == department_of(record),
        col(Collection.matter) == turn.matter,
        due=turn.awaited.due,
        sequence=record.sequence,
    )
