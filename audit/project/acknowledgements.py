"""Answers to final scores: awaited with a review, confirmed, disputed row by row and settled, or taken from silence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlmodel import col, func, select

from audit.project.rows import add_row, change_rows
from audit.project.subject import department_of
from audit.project.tell import Told, tell
from audit.project.turns import begin_matter, move_matter
from models.acknowledgements import Acknowledgement
from models.acknowledgements import Dispute as DisputedRow
from models.disputes import Dispute, DisputeAnswer
from models.projections import Matter

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.clock_payloads import AcknowledgementDeemed
    from models.ledger import Record
    from models.payloads import ActDone
    from models.receipts import Turn

ACKNOWLEDGEMENT: Final = "acknowledgement"
_STATES: Final = {
    "acknowledgement.confirm": "confirmed",
    "acknowledgement.dispute": "disputed",
    "acknowledgement.answer": "settled",
}


def await_acknowledgement(session: Session, record: Record, turn: Turn) -> None:
    """A concluded review asks the department for its answer, again if it was concluded again.

    What it still disputed of an earlier final score is overtaken: nobody answers to it any more.
    """
    department = department_of(record)
    disputed = (col(DisputedRow.book) == record.book, col(DisputedRow.department) == department)
    change_rows(session, DisputedRow, *disputed, col(DisputedRow.state) == "open", state="overtaken")
    add_row(
        session,
        Acknowledgement,
        book=record.book,
        department=department,
        review_sequence=record.sequence,
        sequence=record.sequence,
        state="awaited",
        actor=None,
    )
    known = session.get(Matter, (record.book, department, turn.matter))
    (begin_matter if known is None else move_matter)(session, record, turn)


def follow_acknowledgement(session: Session, record: Record, payload: ActDone) -> None:
    """An answer of the department, or of the bureau to a dispute."""
    _say(session, record, _STATES[payload.act], record.actor)
    match payload.content:
        case Dispute() as dispute:
            _dispute(session, record, dispute)
        case DisputeAnswer() as answer:
            _settle(session, record, answer)
            if payload.review is not None:
                # The department hears of its changed score, as of any other.
                tell(session, record, Told("filler", ACKNOWLEDGEMENT, payload.act, "score-changed"))


def project_deemed(session: Session, record: Record, payload: AcknowledgementDeemed) -> None:
    """Silence counts: nobody did what was awaited."""
    _say(session, record, "silence", None)
    for turn in payload.turns:
        move_matter(session, record, turn)


def _say(session: Session, record: Record, state: str, actor: str | None) -> None:
    query = select(func.max(Acknowledgement.review_sequence)).where(
        col(Acknowledgement.book) == record.book, col(Acknowledgement.department) == department_of(record)
    )
    newest = session.exec(query).one()
    standing = session.get_one(Acknowledgement, (record.book, department_of(record), newest))
    standing.state, standing.actor, standing.sequence = state, actor, record.sequence
    session.add(standing)


def _dispute(session: Session, record: Record, dispute: Dispute) -> None:
    for row in dispute.rows:
        add_row(
            session,
            DisputedRow,
            book=record.book,
            sequence=record.sequence,
            row=row.row,
            department=department_of(record),
            actor=record.actor,
            reason=row.reason,
            evidence=json.dumps(dispute.evidence),
            state="open",
            score=None,
            answer=None,
            answered=None,
            answered_by=None,
        )


def _settle(session: Session, record: Record, answer: DisputeAnswer) -> None:
    for settled in answer.rows:
        query = select(DisputedRow).where(
            col(DisputedRow.book) == record.book,
            col(DisputedRow.department) == department_of(record),
            col(DisputedRow.row) == settled.row,
            col(DisputedRow.state) == "open",
        )
        row = session.exec(query).one()
        row.state = "upheld" if settled.score is None else "changed"
        row.score, row.answer = settled.score, settled.reason
        row.answered, row.answered_by = record.sequence, record.actor
        session.add(row)
