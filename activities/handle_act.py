"""Handle one act of a person: one transaction for the act's record, the evaluation's record and the tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.admit_act import admit_act
from activities.answer import receipt_of, require_same_act
from activities.conclude import sign_head
from activities.count_clocks import counted_of
from activities.doubt_targets import append_doubts
from activities.evaluate import STAGES, append_evaluation
from activities.extend_deadline import with_granted_time
from activities.following_turns import turns_after
from activities.inbox_marks import mark_delivered, require_not_withdrawn
from activities.review_outcome import review_outcome
from audit.entry import Entry
from deadlines.deadline import days_late
from deadlines.moves import ACKNOWLEDGE, PHASES, UNTIMED, course_of
from models.evidence import Piece
from models.payloads import ACT_KINDS, ActDone
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.admit_act import Admitted
    from activities.desk import Desk
    from activities.signatures import ActCall
    from audit.append import BookWriter
    from models.ledger import Record
    from models.receipts import Receipt


def handle_act(desk: Desk, call: ActCall) -> Receipt:
    """Do the act, or refuse it with nothing written; a repeated request gets its first receipt.

    At the end of a phase the book's head is signed outside the database. Raises RefusedError, AuditError,
    DeadlinesError, RulesError: each with a code of the catalogue.
    """
    receipt = _do(desk, call)
    if any(course_of(turn.matter) in PHASES and turn.state == "done" for turn in receipt.turns):
        sign_head(desk, call.book)
    return receipt


def _do(desk: Desk, call: ActCall) -> Receipt:
    deed = call.act.deed
    with desk.writing(call.book, call.epoch) as writer:
        earlier = writer.find(call.act.request)
        if earlier is not None:
            require_same_act(earlier, call.department, deed)
            mark_delivered(writer.session, earlier)
            return receipt_of(writer.session, earlier)
        require_not_withdrawn(writer.session, call.book, call.act.request)
        admitted = admit_act(desk, writer.session, call)
        record = _append_act(writer, call, admitted)
        stage = STAGES.get(deed.act)
        if stage is not None:
            append_evaluation(desk, writer, record, admitted.rubric_hash, stage)
        append_doubts(writer, admitted.rubric, record)
        mark_delivered(writer.session, record)
        return receipt_of(writer.session, record)


def _append_act(writer: BookWriter, call: ActCall, admitted: Admitted) -> Record:
    deed = call.act.deed
    evidence = deed.content if isinstance(deed.content, Piece) else None
    return writer.append(
        Entry(
            kind=ACT_KINDS[deed.act],
            key=call.act.request,
            actor=deed.actor,
            role=admitted.role,
            happened_at=instant(call.happened_at),
            received_at=call.act.received_at,
            department=call.department,
            row=evidence.row if evidence else None,
            evidence=evidence.sha256 if evidence else None,
            payload=_payload(writer.session, call, admitted),
        )
    )


def _payload(session: Session, call: ActCall, admitted: Admitted) -> ActDone:
    deed, received = call.act.deed, instant(call.act.received_at)
    rubric, before = admitted.rubric, admitted.turn
    due = before.awaited.due if before.awaited else ""
    # Evidence may follow at any time while the phase is open, and taking note is no answer.
    awaited = bool(due) and deed.act not in UNTIMED
    return ActDone(
        act=deed.act,
        matter=deed.matter,
        content=deed.content,
        due=due,
        days_late=days_late(received, date.fromisoformat(due)) if awaited else 0,
        turns=tuple(
            with_granted_time(session, call.book, call.department, turn)
            for turn in (() if deed.act == ACKNOWLEDGE else turns_after(session, rubric, call, before))
        ),
        review=review_outcome(session, rubric, call),
        counted=counted_of(session, rubric, call),
    )
