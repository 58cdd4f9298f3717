"""Take a department's silence as the confirmation of its final score, where the rubric says so: the clock's record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.acknowledgement import is_reopened, latest_review
from activities.enrolled import enrolled
from activities.in_force import rubric_of
from activities.inbox_marks import waits_in_time
from activities.keys import deadline_key
from activities.signatures import Deemed
from activities.turn import standing
from audit.entry import Entry
from audit.upcast import payload_as
from deadlines.moves import ACKNOWLEDGEMENT
from models.clock_payloads import AcknowledgementDeemed
from models.receipts import Turn
from models.values import instant

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import DeadlineCall
    from audit.append import BookWriter


def deem_acknowledged(desk: Desk, call: DeadlineCall) -> Deemed:
    """Record it once, with the turn that follows; nothing is written where an answer came, or is still demanded."""
    with desk.writing(call.book, call.epoch) as writer:
        key = deadline_key(call)
        earlier = writer.find(key)
        if earlier is not None:
            return Deemed(turns=payload_as(earlier, AcknowledgementDeemed).turns)
        if not _counts(desk, writer, call):
            return Deemed()
        payload = AcknowledgementDeemed(
            review=latest_review(writer.session, call.book, call.department).sequence,
            due=call.due,
            turns=(Turn(matter=ACKNOWLEDGEMENT, course=ACKNOWLEDGEMENT, state="done"),),
        )
        writer.append(
            Entry(
                kind="acknowledgement.deemed",
                key=key,
                actor="system",
                role="system",
                happened_at=instant(call.happened_at),
                department=call.department,
                payload=payload,
            )
        )
        return Deemed(turns=payload.turns)


def _counts(desk: Desk, writer: BookWriter, call: DeadlineCall) -> bool:
    """Whether silence counts in this rubric, and the score is still the one that nobody answered to."""
    rubric = rubric_of(desk, writer.session, enrolled(writer.session, call.book, call.department))
    if rubric.acknowledgement is None or not rubric.acknowledgement.silence:
        return False
    turn = standing(writer.session, call.book, call.department, call.matter)
    if turn.awaited is None or (turn.awaited.act, turn.awaited.due) != (call.act, call.due):
        return False
    if is_reopened(writer.session, call.book, call.department):
        return False
    # An answer that was received in time is no silence, only not on the record yet.
    return not waits_in_time(writer.session, call, turn, date.fromisoformat(call.due))
