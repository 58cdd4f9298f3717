"""Handle one act of a person: one transaction for the act's record, the evaluation's record and the tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.answer import receipt_of, require_same_act
from activities.authority import require_other_hands, require_role
from activities.check_content import check_content
from activities.conclude import sign_head
from activities.enrolled import enrolled
from activities.evaluate import STAGES, append_evaluation
from activities.review_outcome import review_outcome
from activities.turn import standing, turn_after
from audit.append import Entry
from deadlines.deadline import days_late
from deadlines.local_time import local_date
from deadlines.protocol import role_of
from models.commands import NewEvidence
from models.payloads import ACT_KINDS, ActDone
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import ActCall
    from audit.append import BookWriter
    from models.ledger import LedgerRecord
    from models.receipts import Receipt, Turn
    from rules.core.rubric import Rubric


def handle_act(desk: Desk, call: ActCall) -> Receipt:
    """Do the act, or refuse it with nothing written; a repeated request gets its first receipt.

    At the end of a phase the book's head is signed outside the database. Raises RefusedError, AuditError,
    DeadlinesError, RulesError: each with a code of the catalogue.
    """
    receipt = _do(desk, call)
    if receipt.turn is not None and receipt.turn.state == "done":
        sign_head(desk, call.book)
    return receipt


def _do(desk: Desk, call: ActCall) -> Receipt:
    with desk.writing(call.book, call.epoch) as writer:
        earlier = writer.find(call.act.request)
        if earlier is not None:
            require_same_act(earlier, call.department, call.act.actor, call.act.act, call.act.content)
            return receipt_of(writer.session, earlier)
        rubric_hash = enrolled(writer.session, call.book, call.department).rubric_hash
        rubric, _ = desk.evaluators.of(writer.session, call.book, rubric_hash)
        role = _authorised_role(writer.session, call)
        check_content(desk, writer.session, rubric, call)
        record = _append_act(writer, rubric, call, role)
        stage = STAGES.get(call.act.act)
        if stage is not None:
            append_evaluation(desk, writer, record, rubric_hash, stage)
        return receipt_of(writer.session, record)


def _authorised_role(session: Session, call: ActCall) -> str:
    role = role_of(call.act.act)
    day = local_date(instant(call.act.received_at))
    require_role(session, call.book, call.act.actor, role, call.department, day)
    if role == "reviewer":
        require_other_hands(session, call.book, call.department, call.act.actor)
    return role


def _append_act(writer: BookWriter, rubric: Rubric, call: ActCall, role: str) -> LedgerRecord:
    received = instant(call.act.received_at)
    before = standing(writer.session, call.book, call.department, call.phase)
    after = turn_after(writer.session, rubric, call.book, before, call.act.act, local_date(received))
    evidence = call.act.content if isinstance(call.act.content, NewEvidence) else None
    return writer.append(
        Entry(
            kind=ACT_KINDS[call.act.act],
            key=call.act.request,
            actor=call.act.actor,
            role=role,
            happened_at=instant(call.happened_at),
            received_at=call.act.received_at,
            department=call.department,
            row=evidence.row if evidence else None,
            evidence=evidence.sha256 if evidence else None,
            payload=_payload(writer.session, rubric, call, before, after),
        )
    )


def _payload(session: Session, rubric: Rubric, call: ActCall, before: Turn, after: Turn) -> ActDone:
    due = before.awaited.due if before.awaited else ""
    late = 0 if not due else days_late(instant(call.act.received_at), date.fromisoformat(due))
    return ActDone(
        act=call.act.act,
        content=call.act.content,
        due=due,
        # Evidence may follow at any time while the phase is open; only the awaited act can be late.
        days_late=0 if isinstance(call.act.content, NewEvidence) else late,
        turn=after,
        review=review_outcome(session, rubric, call),
    )
