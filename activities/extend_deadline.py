"""Put a deadline off on the strength of a document: what the order says, and the turn that follows from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.errors import RefusedError
from activities.internal_days import require_internal
from activities.turn import standing
from deadlines.deadline import extended
from deadlines.local_time import local_date
from deadlines.moves import COLLECTION
from deadlines.rule import day_of
from models.lookups import rows_with
from models.payloads import DeadlineExtended
from models.projections import Extension
from models.receipts import WaitingTurn
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import OrderCall
    from deadlines.deadline import Deadline
    from models.commands import Extend
    from models.receipts import Awaited, Turn


def extension(session: Session, call: OrderCall, extend: Extend) -> DeadlineExtended:
    """What the record says. Only a later day, and only where an act is awaited; else refused, with both days.

    An internal day is put off only as far as the department's own leaves room.
    """
    turn = standing(session, call.book, extend.department, extend.matter)
    awaited = _awaited(turn, extend)
    deadline = extended(date.fromisoformat(awaited.due), day_of(extend.due))
    today = local_date(instant(call.order.received_at))
    require_internal(session, call.book, extend.department, extend.matter, (deadline.day, today))
    return DeadlineExtended(
        **extend.model_dump(exclude={"kind", "department"}),
        due_before=awaited.due,
        turn=moved_turn(turn, awaited, deadline, today),
    )


def moved_turn(turn: Turn, awaited: Awaited, deadline: Deadline, ordered_on: date) -> WaitingTurn:
    """The turn with the due day that an order of a day gave it; a day that stays the same was not moved."""
    due = deadline.day.isoformat()
    moved_on = awaited.extended_on if due == awaited.due else ordered_on.isoformat()
    update = {"due": due, "provisional": deadline.provisional, "extended_on": moved_on}
    return WaitingTurn(
        matter=turn.matter, course=turn.course, state=turn.state, awaited=awaited.model_copy(update=update)
    )


def with_granted_time(session: Session, book: str, department: str, turn: Turn) -> Turn:
    """The turn with the day that a document granted for its act, where a return would otherwise take it back.

    An internal day is the department's own to give.
    """
    if turn.awaited is None or turn.course == COLLECTION:
        return turn
    here = {"book": book, "department": department, "matter": turn.matter, "act": turn.awaited.act}
    granted = max((one.due for one in rows_with(session, Extension, **here)), default=None)
    if granted is None or granted <= turn.awaited.due:
        return turn
    longer = turn.awaited.model_copy(update={"due": granted, "provisional": False})
    return turn.model_copy(update={"awaited": longer})


def _awaited(turn: Turn, extend: Extend) -> Awaited:
    if turn.awaited is None:
        raise RefusedError("deadline.nothing-awaited", department=extend.department, matter=extend.matter)
    if extend.act not in (None, turn.awaited.act):
        raise RefusedError("deadline.other-act", matter=extend.matter, act=extend.act or "", allowed=turn.awaited.act)
    return turn.awaited
