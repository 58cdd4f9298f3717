"""Carry out an order of the bureau about its book: appoint, enrol, evaluate again, move dates, draw, seal, correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.announce_calendar import append_recomputed, planned_news
from activities.answer import receipt_of
from activities.authority import require_other_hands, require_role
from activities.check_order import check_order
from activities.conclude import sign_head
from activities.corrections.decide import score_again
from activities.corrections.propose import CORRECTS
from activities.enrolled import enrolled
from activities.evaluate import append_evaluation
from activities.extend_along import extend_internal, internal_news
from activities.import_execution import append_months, received_file
from activities.inbox_marks import mark_delivered, require_not_withdrawn
from activities.order_payload import order_payload
from activities.plan_phases import plan_phases
from activities.record_outage import append_put_off
from activities.signatures import DepartmentStart, OrderResult, YearNews
from activities.suspend_warning import suspend_unanswered
from activities.switching.take_up import switched_news, take_up
from activities.take_order import require_taken
from activities.task_orders import task_role
from activities.turn import standing
from activities.whole_book import news_of
from audit.entry import Entry
from audit.errors import IdempotencyConflictError
from audit.upcast import payload_of
from deadlines.local_time import local_date
from deadlines.orders import order_row
from models.commands import Adopt, Approve, Decline, Enrol, Extend, Propose, Reevaluate, Seal
from models.date_orders import Announce, IssueNotice, RecordOutage
from models.execution import ImportExecution
from models.ledger import LedgerRecord
from models.projections import Book, Department
from models.sampling import Draw
from models.switching import ApproveSwitch, DeclineSwitch, ProposeSwitch
from models.task_orders import OfTask
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.commands import Order
    from models.ledger import AppendedRecord, Record
    from models.receipts import Receipt

# What these change may be nearer than what a running year knows, or open what it knows as done.
_PUTTING_RIGHT = frozenset({"correction.approved", "rubric.switched"})


def obey_order(desk: Desk, call: OrderCall) -> OrderResult:
    """Do it once; a repeated request gets its first receipt, another content under its key is a conflict."""
    with desk.writing(call.book, call.epoch) as writer:
        record = writer.find(call.order.request)
        if record is None:
            require_not_withdrawn(writer.session, call.book, call.order.request)
            role = _authorised_role(writer.session, call)
            require_taken(writer, call)
            check_order(writer.session, call)
            _prepare(desk, writer, call)
            record = _append(desk, writer, call, role)
            _follow_up(desk, writer, call, record)
        else:
            require_same_order(record, call.order.actor, call.order.order)
        mark_delivered(writer.session, record)
        result = _result(desk, writer.session, call, record)
    if isinstance(call.order.order, Seal):
        sign_head(desk, call.book)
    return result


def _prepare(desk: Desk, writer: BookWriter, call: OrderCall) -> None:
    """What has to be on the record before the order: the first seal leaves no silence undecided."""
    if isinstance(call.order.order, Seal) and not writer.sealed.number:
        of_book = select(Department).where(col(Department.book) == call.book).order_by(col(Department.department))
        for department in writer.session.exec(of_book).all():
            suspend_unanswered(desk, writer, department, call.happened_at)


def _follow_up(desk: Desk, writer: BookWriter, call: OrderCall, record: Record) -> None:
    """The records that follow from the order's own, in the same transaction."""
    match call.order.order:
        case Reevaluate() as again:
            _evaluate(desk, writer, record, again)
        case Approve():
            score_again(desk, writer, record)
        case Announce():
            append_recomputed(writer, call, record)
        case RecordOutage():
            append_put_off(writer, call, record)
        case Extend():
            extend_internal(writer, call, record)
        case ImportExecution() as wanted:
            append_months(writer, call, wanted, record)
        case ApproveSwitch():
            take_up(desk, writer, record)
        case _:
            pass


def _result(desk: Desk, session: Session, call: OrderCall, record: Record) -> OrderResult:
    receipt, department = receipt_of(session, record), record.subject_department
    return OrderResult(
        receipt=receipt,
        start=_start(desk, session, call),
        department=department,
        corrected=record.kind in _PUTTING_RIGHT,
        turns=tuple(standing(session, call.book, department or "", turn.matter) for turn in receipt.turns),
        news=_news(desk, session, call, record, receipt),
    )


def _news(desk: Desk, session: Session, call: OrderCall, record: Record, receipt: Receipt) -> tuple[YearNews, ...]:
    if isinstance(call.order.order, ApproveSwitch):
        return switched_news(desk, session, record)
    if isinstance(call.order.order, Announce):
        return planned_news(desk, session, call, receipt.moved)
    if isinstance(call.order.order, Extend):
        return internal_news(session, record)
    return news_of(session, call.book, receipt.moved) if receipt.moved else ()


def _authorised_role(session: Session, call: OrderCall) -> str:
    order = call.order.order
    if isinstance(order, OfTask):
        return task_role(session, call, order)
    role = CORRECTS[order.right.kind][1] if isinstance(order, Propose) else order_row(order.kind).roles[0]
    day = local_date(instant(call.order.received_at))
    require_role(session, call.book, call.order.actor, role, "", day)
    department = _subject(session, call.book, order)
    if isinstance(order, Propose | Approve) and department is not None:
        require_other_hands(session, call.book, department, call.order.actor)
    return role


def _append(desk: Desk, writer: BookWriter, call: OrderCall, role: str) -> AppendedRecord:
    return writer.append(
        Entry(
            kind=order_row(call.order.order.kind).record,
            key=call.order.request,
            actor=call.order.actor,
            role=role,
            happened_at=instant(call.happened_at),
            received_at=call.order.received_at,
            department=_subject(writer.session, call.book, call.order.order),
            payload=order_payload(desk, writer, call, role),
        )
    )


def _subject(session: Session, book: str, order: Order) -> str | None:
    """The department that an order is about: a correction's is that of the record that it names."""
    match order:
        case Propose():
            named = session.get(LedgerRecord, (book, order.corrects))
        case Approve() | Decline():
            named = session.get(LedgerRecord, (book, order.proposal))
        case Adopt() | Announce() | RecordOutage() | IssueNotice() | Draw() | Seal() | ImportExecution():
            return None
        case ProposeSwitch() | ApproveSwitch() | DeclineSwitch():
            return None
        case _:
            return order.department
    return None if named is None else named.subject_department


def require_same_order(record: Record, actor: str, order: Order) -> None:
    """The key has been used: by the same order, or by another one, which is a conflict.

    An order's words all stand in its record, beside what the book itself added to them.
    """
    if (record.actor, record.kind) == (actor, order_row(order.kind).record):
        said = {**payload_of(record).model_dump(mode="json"), "department": record.subject_department}
        # A file of execution stands in many records; that of the order itself has the digest of its figures.
        said_once = received_file(order) if isinstance(order, ImportExecution) else order
        words = said_once.model_dump(mode="json", exclude={"kind"})
        if all(said[name] == word for name, word in words.items()):
            return
    raise IdempotencyConflictError(book=record.book, key=record.key, sequence=str(record.sequence))


def _evaluate(desk: Desk, writer: BookWriter, record: Record, again: Reevaluate) -> None:
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
