"""Corrections: proposed, declined or approved; an approved one changes what the corrected record had made.

The old content stays in its record, in the proposal and in the correction's own row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.canonical import canonical_bytes
from audit.project.acts import add_review
from audit.project.findings import correct_finding
from audit.project.turns import end_matter, extend_task, judge_again
from models.corrections import RightAppointment, RightDay, RightFinding, RightScore
from models.projections import Appointment, Extension, Filing
from models.receipts import WaitingTurn
from models.sealing_payloads import CorrectionApproved, CorrectionDeclined, CorrectionProposed
from models.sealing_tables import Correction

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.ledger import Record


def project_proposal(session: Session, record: Record, payload: CorrectionProposed) -> None:
    """Nothing changes yet."""
    session.add(
        Correction(
            book=record.book,
            proposal=record.sequence,
            sequence=record.sequence,
            department=record.subject_department,
            corrects=payload.corrects,
            paper=payload.document,
            reason=payload.reason,
            proposed_by=record.actor,
            state="proposed",
            document=canonical_bytes(payload.model_dump(mode="json")).decode(),
        )
    )


def project_decline(session: Session, record: Record, payload: CorrectionDeclined) -> None:
    """What was recorded stands."""
    _decide(session, record, payload, "declined")


def project_approval(session: Session, record: Record, payload: CorrectionApproved) -> None:
    """The right content takes the place of the old one in the tables."""
    proposed = _decide(session, record, payload, "approved")
    match payload.right:
        case RightScore():
            add_review(session, record, payload.review, proposed.proposed_by)
        case RightFinding() as finding:
            correct_finding(session, record, finding)
            for turn in payload.turns:
                end_matter(session, record, turn)
        case RightDay() as day:
            _extend_anew(session, record, payload, day)
        case RightAppointment() as days:
            appointment = session.get_one(Appointment, (record.book, payload.corrects, 0))
            appointment.from_day, appointment.to_day = days.from_day, days.to_day
            session.add(appointment)


def _decide(
    session: Session, record: Record, payload: CorrectionApproved | CorrectionDeclined, state: str
) -> Correction:
    correction = session.get_one(Correction, (record.book, payload.proposal))
    correction.state, correction.sequence, correction.decided_by = state, record.sequence, record.actor
    if isinstance(payload, CorrectionApproved):
        correction.document = canonical_bytes(payload.model_dump(mode="json")).decode()
    session.add(correction)
    return correction


def _extend_anew(session: Session, record: Record, payload: CorrectionApproved, day: RightDay) -> None:
    """The task gets the right day; one that is done keeps its answer, whose lateness is judged anew."""
    extension = session.get_one(Extension, (record.book, payload.corrects))
    extension.due = day.due
    session.add(extension)
    for turn in payload.turns:
        extend_task(session, record, WaitingTurn.model_validate(turn.model_dump()))
    if payload.days_late is not None:
        judge_again(session, record, extension, payload.days_late)
    if payload.judged is not None:
        filing = session.get_one(Filing, (record.book, payload.judged))
        filing.due, filing.days_late = day.due, payload.days_late or 0
        session.add(filing)
