"""Say that a deadline is near (to the role that has to act) or has passed (to the bureau or above): a record each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.inbox_marks import waits_in_time
from activities.keys import deadline_key
from activities.turn import standing
from audit.entry import Entry
from models.clock_payloads import ClockSaid
from models.values import instant

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import DeadlineCall

BUREAU = "performance-office"


def say_deadline(desk: Desk, call: DeadlineCall) -> bool:
    """Record it once per deadline and step; False when the act was meanwhile done or received."""
    with desk.writing(call.book, call.epoch) as writer:
        key = deadline_key(call)
        if writer.find(key) is not None:
            return True
        turn = standing(writer.session, call.book, call.department, call.matter)
        if turn.awaited is None or (turn.awaited.act, turn.awaited.due) != (call.act, call.due):
            return False
        if waits_in_time(writer.session, call, turn, date.fromisoformat(call.due)):
            # What the bureau holds already is neither owed nor overdue, only not on the record yet.
            return False
        writer.append(
            Entry(
                kind="deadline.overdue" if call.kind == "overdue" else "deadline.reminded",
                key=key,
                actor="system",
                role="system",
                happened_at=instant(call.happened_at),
                department=call.department,
                payload=_payload(call),
            )
        )
        return True


def _payload(call: DeadlineCall) -> ClockSaid:
    overdue = call.kind == "overdue"
    return ClockSaid(
        matter=call.matter,
        act=call.act,
        kind="overdue" if overdue else "reminder",
        to_role=call.to_role or (BUREAU if overdue else call.role),
        due=call.due,
        days=call.days,
    )
