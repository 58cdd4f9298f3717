"""Handle one act of a person: one transaction for the act's record, the evaluation's record and the tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.acknowledgement import refuse_reopened
from activities.answer import receipt_of, require_same_act
from activities.authority import require_other_hands, require_role
from activities.check_content import check_content
from activities.conclude import sign_head
from activities.enrolled import enrolled
from activities.evaluate import STAGES, append_evaluation
from activities.extend_deadline import with_granted_time
from activities.following_turns import turns_after
from activities.held import require_hands, require_seen
from activities.returned import refuse_returned
from activities.review_outcome import review_outcome
from activities.turn import standing
from activities.two_hands import course_in, require_two_hands
from activities.withdraw import refuse_late_withdrawal
from audit.append import Entry
from deadlines.deadline import days_late
from deadlines.local_time import local_date
from deadlines.moves import PHASES
from deadlines.protocol import next_state, role_of
from models.commands import NewEvidence
from models.payloads import ACT_KINDS, ActDone
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import ActCall
    from audit.append import BookWriter
    from models.ledger import LedgerRecord
    from models.projections import Department
    from models.receipts import Receipt
    from rules.core.rubric import Rubric


def handle_act(desk: Desk, call: ActCall) -> Receipt:
    """Do the act, or refuse it with nothing written; a repeated request gets its first receipt.

    At the end of a phase the book's head is signed outside the database. Raises RefusedError, AuditError,
    DeadlinesError, RulesError: each with a code of the catalogue.
    """
    receipt = _do(desk, call)
    if any(turn.matter in PHASES and turn.state == "done" for turn in receipt.turns):
        sign_head(desk, call.book)
    return receipt


def _do(desk: Desk, call: ActCall) -> Receipt:
    deed = call.act.deed
    with desk.writing(call.book, call.epoch) as writer:
        earlier = writer.find(call.act.request)
        if earlier is not None:
            require_same_act(earlier, call.department, deed)
            return receipt_of(writer.session, earlier)
        department = enrolled(writer.session, call.book, call.department)
        rubric_hash = department.rubric_hash
        rubric, _ = desk.evaluators.of(writer.session, call.book, rubric_hash)
        role = _authorised_role(writer.session, department, call)
        _require_open(writer.session, call)
        require_hands(writer.session, call, role)
        require_seen(writer.session, call)
        require_two_hands(writer.session, department, call)
        check_content(desk, writer.session, rubric, call)
        record = _append_act(writer, rubric, call, role)
        stage = STAGES.get(deed.act)
        if stage is not None:
            append_evaluation(desk, writer, record, rubric_hash, stage)
        return receipt_of(writer.session, record)


def _authorised_role(session: Session, department: Department, call: ActCall) -> str:
    deed = call.act.deed
    role = role_of(deed.act, course_in(department, deed.matter))
    require_role(session, call.book, deed.actor, role, call.department, local_date(instant(call.act.received_at)))
    if role == "reviewer":
        require_other_hands(session, call.book, call.department, deed.actor)
    return role


def _require_open(session: Session, call: ActCall) -> None:
    """Where the act is not open, faults in what it brings are of no interest."""
    turn = standing(session, call.book, call.department, call.act.deed.matter)
    next_state(turn.course, turn.state, call.act.deed.act)
    refuse_returned(session, call, turn)
    refuse_late_withdrawal(session, call)
    refuse_reopened(session, call, turn)


def _append_act(writer: BookWriter, rubric: Rubric, call: ActCall, role: str) -> LedgerRecord:
    deed = call.act.deed
    evidence = deed.content if isinstance(deed.content, NewEvidence) else None
    return writer.append(
        Entry(
            kind=ACT_KINDS[deed.act],
            key=call.act.request,
            actor=deed.actor,
            role=role,
            happened_at=instant(call.happened_at),
            received_at=call.act.received_at,
            department=call.department,
            row=evidence.row if evidence else None,
            evidence=evidence.sha256 if evidence else None,
            payload=_payload(writer.session, rubric, call),
        )
    )


def _payload(session: Session, rubric: Rubric, call: ActCall) -> ActDone:
    deed, received = call.act.deed, instant(call.act.received_at)
    before = standing(session, call.book, call.department, deed.matter)
    due = before.awaited.due if before.awaited else ""
    # Evidence may follow at any time while the phase is open; only the awaited act can be late.
    awaited = bool(due) and not isinstance(deed.content, NewEvidence)
    return ActDone(
        act=deed.act,
        matter=deed.matter,
        content=deed.content,
        due=due,
        days_late=days_late(received, date.fromisoformat(due)) if awaited else 0,
        turns=tuple(
            with_granted_time(session, call.book, call.department, turn)
            for turn in turns_after(session, rubric, call, before)
        ),
        review=review_outcome(session, rubric, call),
    )
