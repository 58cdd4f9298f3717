"""Propose a correction: the record must be the one that is meant, and the right content must be possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from activities.corrections.appointment import appointment_effect, standing_appointment
from activities.corrections.day import day_effect, standing_day
from activities.corrections.effect import Case, Effect
from activities.corrections.finding import finding_effect, standing_finding
from activities.corrections.score import score_effect, standing_score
from activities.enrolled import enrolled
from activities.errors import RefusedError
from activities.in_force import rubric_of
from models.corrections import RightAppointment, RightDay, RightFinding, RightScore
from models.ledger import LedgerRecord
from models.sealing_payloads import CorrectionProposed
from models.sealing_tables import Correction

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.commands import Propose
    from models.corrections import Right
    from rules.core.rubric import Rubric

# What each kind of content puts right, and whose it is to propose it.
CORRECTS: Final = {
    "score": ("review.concluded", "reviewer"),
    "finding": ("review.concluded", "reviewer"),
    "day": ("deadline.extended", "performance-office"),
    "appointment": ("appointment.made", "security-officer"),
}


def proposal_of(desk: Desk, writer: BookWriter, call: OrderCall, wanted: Propose) -> CorrectionProposed:
    """What the record says; its effect is computed once to show that it can be."""
    corrected = named_record(writer, wanted.corrects, wanted.hash)
    _require_kind(corrected, wanted.right)
    _require_none_pending(writer, corrected)
    case = case_of(desk, writer, corrected, call.order.received_at, wanted.reason)
    was = standing_content(case, wanted.right)
    if was == wanted.right:
        raise RefusedError("correction.unchanged", sequence=str(corrected.sequence))
    effect_of(case, wanted.right)
    said = wanted.model_dump(exclude={"kind", "right"})
    return CorrectionProposed(**said, was=was, right=wanted.right)


def named_record(writer: BookWriter, sequence: int, given: str) -> LedgerRecord:
    """The record that a person names by number and hash; refused where the two do not go together."""
    record = writer.session.get(LedgerRecord, (writer.book, sequence))
    if record is None:
        raise RefusedError("correction.no-record", book=writer.book, sequence=str(sequence), size=str(writer.size))
    if record.hash != given:
        raise RefusedError("correction.other-record", sequence=str(sequence), given=given, hash=record.hash)
    return record


def case_of(desk: Desk, writer: BookWriter, corrected: LedgerRecord, received_at: str, reason: str) -> Case:
    """The record with its department's rubric."""
    rubric: Rubric | None = None
    if corrected.kind != "appointment.made" and corrected.subject_department is not None:
        rubric = rubric_of(desk, writer.session, enrolled(writer.session, writer.book, corrected.subject_department))
    return Case(writer=writer, corrected=corrected, rubric=rubric, received_at=received_at, reason=reason)


def standing_content(case: Case, right: Right) -> Right:
    """What stands now, in the form of what would be right."""
    match right:
        case RightScore():
            return standing_score(case, right)
        case RightFinding():
            return standing_finding(case, right)
        case RightDay():
            return standing_day(case)
        case RightAppointment():
            return standing_appointment(case)


def effect_of(case: Case, right: Right) -> Effect:
    """What follows, by the code of the original act; raises what that raises."""
    match right:
        case RightDay():
            return day_effect(case, right)
        case RightAppointment():
            return appointment_effect(case, right)
    if case.rubric is None:
        raise RefusedError("department.not-enrolled", book=case.book, department=case.department)
    if isinstance(right, RightScore):
        return score_effect(case, case.rubric, right)
    return finding_effect(case, case.rubric, right)


def _require_kind(corrected: LedgerRecord, right: Right) -> None:
    wanted, _ = CORRECTS[right.kind]
    if corrected.kind != wanted:
        raise RefusedError(
            "correction.other-kind", sequence=str(corrected.sequence), recorded=corrected.kind, needed=wanted
        )


def _require_none_pending(writer: BookWriter, corrected: LedgerRecord) -> None:
    query = select(Correction.proposal).where(
        col(Correction.book) == writer.book,
        col(Correction.corrects) == corrected.sequence,
        col(Correction.state) == "proposed",
    )
    pending = writer.session.exec(query).first()
    if pending is not None:
        raise RefusedError("correction.pending", sequence=str(corrected.sequence), proposal=str(pending))
