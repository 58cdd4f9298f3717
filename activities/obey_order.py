"""Carry out an order of the bureau about its book: appoint a person, adopt a rubric, enrol a department."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from activities.answer import receipt_of
from activities.authority import appointments_within, require_role
from activities.enrolled import enrolled
from activities.errors import RefusedError
from activities.evaluate import append_evaluation
from activities.plan_phases import plan_phases
from activities.signatures import DepartmentStart, OrderResult
from activities.turn import standing
from audit.append import Entry
from audit.canonical import canonical_bytes
from audit.errors import IdempotencyConflictError
from audit.evaluate import phase_of
from audit.facts_of import filings_of
from deadlines.local_time import local_date
from deadlines.roles import conflicting
from models.commands import Adopt, Appoint, Enrol, Reevaluate
from models.payloads import FORMS, AppointmentMade, DepartmentEnrolled, ReevaluationOrdered, RubricAdopted
from models.projections import AdoptedRubric, Book, Department
from models.values import instant
from rules.lint import lint
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.ledger import LedgerRecord
    from models.values import Frozen

# The security officer appoints; the performance office runs the year. Neither can do the other's part.
_OFFICE = "performance-office"
_ROLES = {"appoint": "security-officer", "adopt": _OFFICE, "enrol": _OFFICE, "reevaluate": _OFFICE}
_KINDS = {
    "appoint": "appointment.made",
    "adopt": "rubric.adopted",
    "enrol": "department.enrolled",
    "reevaluate": "reevaluation.ordered",
}


def obey_order(desk: Desk, call: OrderCall) -> OrderResult:
    """Do it once; a repeated request gets its first receipt, another content under its key is a conflict."""
    with desk.writing(call.book, call.epoch) as writer:
        payload = _payload(call)
        record = writer.find(call.order.request)
        if record is None:
            role = _authorised_role(writer.session, call)
            _check(writer.session, call)
            record = _append(writer, call, role, payload)
            if isinstance(call.order.order, Reevaluate):
                _evaluate(desk, writer, record, call.order.order)
        else:
            _require_same(record, call, payload)
        return _result(desk, writer.session, call, record)


def _result(desk: Desk, session: Session, call: OrderCall, record: LedgerRecord) -> OrderResult:
    receipt, department = receipt_of(session, record), record.subject_department
    return OrderResult(
        receipt=receipt,
        start=_start(desk, session, call),
        department=department,
        turns=tuple(standing(session, call.book, department or "", turn.matter) for turn in receipt.turns),
    )


def _authorised_role(session: Session, call: OrderCall) -> str:
    role = _ROLES[call.order.order.kind]
    day = local_date(instant(call.order.received_at))
    require_role(session, call.book, call.order.actor, role, "", day)
    return role


def _append(writer: BookWriter, call: OrderCall, role: str, payload: Frozen) -> LedgerRecord:
    return writer.append(
        Entry(
            kind=_KINDS[call.order.order.kind],
            key=call.order.request,
            actor=call.order.actor,
            role=role,
            happened_at=instant(call.happened_at),
            received_at=call.order.received_at,
            department=_subject(call),
            payload=payload,
        )
    )


def _subject(call: OrderCall) -> str | None:
    return None if isinstance(call.order.order, Adopt) else call.order.order.department


def _require_same(record: LedgerRecord, call: OrderCall, payload: Frozen) -> None:
    form = FORMS[(record.kind, record.schema_version)]
    same = isinstance(payload, form) and (record.subject_department, record.actor) == (_subject(call), call.order.actor)
    if not same or canonical_bytes(payload.model_dump(mode="json")) != record.payload:
        raise IdempotencyConflictError(book=call.book, key=call.order.request, sequence=str(record.sequence))


def _payload(call: OrderCall) -> Frozen:
    match call.order.order:
        case Appoint() as appoint:
            return AppointmentMade(**appoint.model_dump(exclude={"kind"}), approved_by=call.order.actor)
        case Adopt() as adopt:
            return _adoption(adopt)
        case Enrol() as enrol:
            return DepartmentEnrolled(name=enrol.name, rubric_hash=enrol.rubric_hash)
        case Reevaluate() as again:
            return ReevaluationOrdered(stage=again.stage)


def _adoption(adopt: Adopt) -> RubricAdopted:
    """The file's bytes and canonical JSON go into the book, so that it can be replayed when the file is long gone."""
    text = adopt.yaml.encode()
    file = load_rubric(text, "rubric.yaml")
    return RubricAdopted(
        document=adopt.document,
        rubric=file.rubric.id,
        version=file.rubric.version,
        hash=file.hash,
        yaml=adopt.yaml,
        canonical=file.canonical.decode(),
    )


def _check(session: Session, call: OrderCall) -> None:
    match call.order.order:
        case Appoint() as appoint:
            _require_days(appoint)
            _require_separate(session, call, appoint)
        case Adopt() as adopt:
            _require_faultless(adopt)
        case Enrol() as enrol:
            if session.get(AdoptedRubric, (call.book, enrol.rubric_hash)) is None:
                raise RefusedError("rubric.not-adopted", book=call.book, hash=enrol.rubric_hash)
            if session.get(Department, (call.book, enrol.department)) is not None:
                raise RefusedError("department.enrolled", book=call.book, department=enrol.department)
        case Reevaluate() as again:
            _require_filing(session, call.book, again)


def _evaluate(desk: Desk, writer: BookWriter, record: LedgerRecord, again: Reevaluate) -> None:
    department = enrolled(writer.session, writer.book, again.department)
    append_evaluation(desk, writer, record, department.rubric_hash, again.stage)


def _require_filing(session: Session, book: str, again: Reevaluate) -> None:
    enrolled(session, book, again.department)
    if not filings_of(session, book, again.department, phase_of(again.stage)):
        raise RefusedError("evaluation.nothing-filed", department=again.department, stage=again.stage)


def _require_days(appoint: Appoint) -> None:
    first = _day(appoint.from_day)
    if appoint.to_day is not None and _day(appoint.to_day) < first:
        raise RefusedError("appointment.ends-before-start", from_day=appoint.from_day, to_day=appoint.to_day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError("appointment.bad-day", value=text) from None


def _require_separate(session: Session, call: OrderCall, appoint: Appoint) -> None:
    """Duties must not meet in one person on any day of the new appointment, those still to come included."""
    within = appointments_within(session, call.book, appoint.appointee, appoint.from_day, appoint.to_day)
    held = [one.role for one in within]
    other = conflicting(appoint.role, held)
    if other is not None:
        raise RefusedError("appointment.conflict", actor=appoint.appointee, role=appoint.role, held=other)


def _require_faultless(adopt: Adopt) -> None:
    faults = lint(load_rubric(adopt.yaml.encode(), "rubric.yaml"))
    if faults:
        raise RefusedError("rubric.faulty", *faults, count=str(len(faults)), first="")


def _start(desk: Desk, session: Session, call: OrderCall) -> DepartmentStart | None:
    if not isinstance(call.order.order, Enrol):
        return None
    rubric, _ = desk.evaluators.of(session, call.book, call.order.order.rubric_hash)
    return DepartmentStart(
        book=call.book,
        epoch=call.epoch,
        department=call.order.order.department,
        shift_seconds=session.get_one(Book, call.book).shift_seconds,
        plans=plan_phases(session, rubric, call.book),
    )
