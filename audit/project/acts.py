"""A person's act: its turn, and the table that its content belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.canonical import canonical_bytes
from audit.project.subject import department_of
from audit.project.turns import close_tasks, take_turn
from models.commands import Answer, Filed, NewEvidence, Rectification, ReviewResult
from models.projections import Evidence, Filing, Finding, PhaseState, Review

if TYPE_CHECKING:
    from models.ledger import LedgerRecord
    from models.payloads import ActDone


def project_act(session: Session, record: LedgerRecord, payload: ActDone) -> None:
    """Follow one act; evidence changes nobody's turn."""
    match payload.content:
        case NewEvidence() as evidence:
            _add_evidence(session, record, evidence)
            return
        case Filed() | Rectification():
            _add_filing(session, record, payload)
        case ReviewResult() as review:
            _add_review(session, record, payload, review)
        case Answer():
            pass
    if isinstance(payload.content, Rectification):
        _answer_findings(session, record, payload.content)
    if payload.act == "rectification.accept":
        _close_findings(session, record)
    _move(session, record, payload)


def _move(session: Session, record: LedgerRecord, payload: ActDone) -> None:
    phase = session.get_one(PhaseState, (record.book, department_of(record), payload.turn.phase))
    phase.state, phase.sequence = payload.turn.state, record.sequence
    session.add(phase)
    close_tasks(session, record, payload.turn.phase, payload.days_late)
    take_turn(session, record, payload.turn)


def _add_filing(session: Session, record: LedgerRecord, payload: ActDone) -> None:
    session.add(
        Filing(
            book=record.book,
            sequence=record.sequence,
            department=department_of(record),
            phase=payload.turn.phase,
            actor=record.actor,
            received_at=record.received_at or record.happened_at,
            due=payload.due,
            days_late=payload.days_late,
            document=canonical_bytes(payload.content.model_dump(mode="json")).decode(),
        )
    )


def _add_evidence(session: Session, record: LedgerRecord, evidence: NewEvidence) -> None:
    session.add(
        Evidence(
            book=record.book,
            sequence=record.sequence,
            department=department_of(record),
            row=evidence.row,
            sha256=evidence.sha256,
            size=evidence.size,
            media_type=evidence.media_type,
            name=evidence.name,
        )
    )


def _add_review(session: Session, record: LedgerRecord, payload: ActDone, review: ReviewResult) -> None:
    if payload.review is not None:
        session.add(
            Review(
                book=record.book,
                sequence=record.sequence,
                department=department_of(record),
                evaluation_sequence=payload.review.evaluation_sequence,
                total=payload.review.total,
                grade=payload.review.grade,
                document=canonical_bytes(review.model_dump(mode="json")).decode(),
            )
        )
    for finding in review.findings:
        session.add(
            Finding(
                book=record.book,
                department=department_of(record),
                finding=finding.finding,
                sequence=record.sequence,
                row=finding.row,
                text=finding.text,
                state="ordered",
            )
        )


def _answer_findings(session: Session, record: LedgerRecord, report: Rectification) -> None:
    for answered in report.findings:
        _set_finding(session, record, answered.finding, "answered")


def _close_findings(session: Session, record: LedgerRecord) -> None:
    query = select(Finding).where(col(Finding.book) == record.book, col(Finding.department) == department_of(record))
    for finding in session.exec(query):
        _set_finding(session, record, finding.finding, "closed")


def _set_finding(session: Session, record: LedgerRecord, name: str, state: str) -> None:
    finding = session.get_one(Finding, (record.book, department_of(record), name))
    finding.state, finding.sequence = state, record.sequence
    session.add(finding)
