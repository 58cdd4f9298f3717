"""Open a phase for a department: its first task appears, with its deadline; rectification opens each finding."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.adjustment import adjustment_of_older_years
from activities.answer import receipt_of
from activities.asked_until import Asking, asked_until
from activities.enrolled import enrolled
from activities.finding_turns import RECTIFICATION, finding_turns
from activities.in_force import rubric_of
from activities.keys import phase_opening_key
from activities.returned import REVIEW, SELF_EVALUATION, WAITING_REVIEW
from activities.turn import calendar_of, new_turn, phase_of, standing
from activities.two_hands import course_in
from audit.entry import Entry
from audit.project.findings import WITHDRAWN
from models.findings import Finding
from models.lookups import row_with, rows_with
from models.payloads import PhaseOpened
from models.projections import Matter
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import PhaseOpening
    from audit.append import BookWriter
    from models.ledger import Record
    from models.projections import Department
    from models.receipts import Receipt, Turn
    from rules.core.rubric import Rubric


def open_phase(desk: Desk, call: PhaseOpening) -> Receipt:
    """Write the opening once per department and phase; rectification without findings is done at once.

    A phase that stands open already is told as it stands now: a year that is resumed must not go back to its opening.
    """
    with desk.writing(call.book, call.epoch) as writer:
        key = phase_opening_key(call.department, call.plan.phase)
        record = writer.find(key)
        if record is None:
            return receipt_of(writer.session, _append(desk, writer, call, key))
        receipt = receipt_of(writer.session, record)
        now = (standing(writer.session, call.book, call.department, turn.matter) for turn in receipt.turns)
        return receipt.model_copy(update={"turns": tuple(now)})


def _append(desk: Desk, writer: BookWriter, call: PhaseOpening, key: str) -> Record:
    department = enrolled(writer.session, call.book, call.department)
    rubric = rubric_of(desk, writer.session, department)
    return writer.append(
        Entry(
            kind="phase.opened",
            key=key,
            actor="system",
            role="system",
            happened_at=instant(call.happened_at),
            department=call.department,
            payload=PhaseOpened(opens=call.plan.opens, turns=_turns(writer.session, rubric, department, call)),
        )
    )


def _turns(session: Session, rubric: Rubric, department: Department, call: PhaseOpening) -> tuple[Turn, ...]:
    plan = call.plan
    phase, opens = phase_of(rubric, plan.phase), date.fromisoformat(plan.opens)
    # A year may have been announced while the phase was still to come: the book says, not the plan made before.
    deadline = asked_until(phase, Asking(plan.phase, "open", opens), calendar_of(session, call.book))
    if plan.phase != RECTIFICATION:
        if plan.phase == REVIEW and _lies_with_the_department(session, call):
            return (WAITING_REVIEW,)
        course = course_in(department, plan.phase)
        older = adjustment_of_older_years(session, call.book, call.department)
        return (new_turn(plan.phase, course, "open", phase, deadline, opens), *older)
    return finding_turns(_findings(session, call), phase, deadline, opens)


def _lies_with_the_department(session: Session, call: PhaseOpening) -> bool:
    """A self-evaluation that was withdrawn before its review opened."""
    filed = row_with(session, Matter, book=call.book, department=call.department, matter=SELF_EVALUATION)
    return filed is not None and filed.state != "done"


def _findings(session: Session, call: PhaseOpening) -> list[str]:
    found = rows_with(session, Finding, book=call.book, department=call.department)
    return [finding for _, finding in sorted((one.sequence, one.finding) for one in found if one.state != WITHDRAWN)]
