"""Carry out an order of the bureau about its book: appoint, adopt, enrol, evaluate again, extend a deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.answer import receipt_of
from activities.authority import require_role
from activities.check_order import check_order
from activities.enrolled import enrolled
from activities.evaluate import append_evaluation
from activities.extend_deadline import extension
from activities.plan_phases import plan_phases
from activities.signatures import DepartmentStart, OrderResult
from activities.turn import standing
from audit.append import Entry
from audit.errors import IdempotencyConflictError
from audit.upcast import payload_of
from deadlines.local_time import local_date
from models.commands import Adopt, Appoint, Enrol, Extend, Reevaluate
from models.payloads import AppointmentMade, DepartmentEnrolled, ReevaluationOrdered, RubricAdopted
from models.projections import Book
from models.values import instant
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.commands import Order
    from models.ledger import LedgerRecord
    from models.values import Frozen

# The security officer appoints; the performance office runs the year. Neither can do the other's part.
_OFFICE = "performance-office"
_ROLES = {
    "appoint": "security-officer",
    "adopt": _OFFICE,
    "enrol": _OFFICE,
    "reevaluate": _OFFICE,
    "extend": _OFFICE,
}
_KINDS = {
    "appoint": "appointment.made",
    "adopt": "rubric.adopted",
    "enrol": "department.enrolled",
    "reevaluate": "reevaluation.ordered",
    "extend": "deadline.extended",
}


def obey_order(desk: Desk, call: OrderCall) -> OrderResult:
    """Do it once; a repeated request gets its first receipt, another content under its key is a conflict."""
    with desk.writing(call.book, call.epoch) as writer:
        record = writer.find(call.order.request)
        if record is None:
            role = _authorised_role(writer.session, call)
            check_order(writer.session, call)
            record = _append(writer, call, role)
            if isinstance(call.order.order, Reevaluate):
                _evaluate(desk, writer, record, call.order.order)
        else:
            require_same_order(record, call.order.actor, call.order.order)
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


def _append(writer: BookWriter, call: OrderCall, role: str) -> LedgerRecord:
    return writer.append(
        Entry(
            kind=_KINDS[call.order.order.kind],
            key=call.order.request,
            actor=call.order.actor,
            role=role,
            happened_at=instant(call.happened_at),
            received_at=call.order.received_at,
            department=_subject(call.order.order),
            payload=_payload(writer.session, call),
        )
    )


def _subject(order: Order) -> str | None:
    return None if isinstance(order, Adopt) else order.department


def require_same_order(record: LedgerRecord, actor: str, order: Order) -> None:
    """The key has been used: by the same order, or by another one, which is a conflict.

    An order's words all stand in its record, beside what the book itself added to them.
    """
    if (record.subject_department, record.actor, record.kind) == (_subject(order), actor, _KINDS[order.kind]):
        said = payload_of(record).model_dump(mode="json")
        words = order.model_dump(mode="json", exclude={"kind", "department"})
        if all(said[name] == word for name, word in words.items()):
            return
    raise IdempotencyConflictError(book=record.book, key=record.key, sequence=str(record.sequence))


def _payload(session: Session, call: OrderCall) -> Frozen:
    match call.order.order:
        case Appoint() as appoint:
            return AppointmentMade(**appoint.model_dump(exclude={"kind"}), approved_by=call.order.actor)
        case Adopt() as adopt:
            return _adoption(adopt)
        case Enrol() as enrol:
            return DepartmentEnrolled(name=enrol.name, rubric_hash=enrol.rubric_hash)
        case Reevaluate() as again:
            return ReevaluationOrdered(stage=again.stage)
        case Extend() as extend:
            return extension(session, call, extend)


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


def _evaluate(desk: Desk, writer: BookWriter, record: LedgerRecord, again: Reevaluate) -> None:
    department = enrolled(writer.session, writer.book, again.department)
    append_evaluation(desk, writer, record, department.rubric_hash, again.stage)


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
