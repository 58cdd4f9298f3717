"""What the record of an order says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.allow_amendment import amendment_allowed
from activities.announce_calendar import announcement
from activities.carry_facts import copy_of
from activities.corrections.decide import approval_of, decline_of
from activities.corrections.propose import proposal_of
from activities.draw_sample import sample_of
from activities.extend_deadline import extension
from activities.import_execution import execution_file
from activities.issue_notice import notice
from activities.record_outage import outage
from activities.seal_book import addendum_of, seal_of
from activities.suggest_result import suggestion_of
from activities.switching.decide import switch_payload
from activities.task_orders import task_payload
from models.amendment_orders import AllowAmendment
from models.carrying import Carry
from models.collecting import AppointContributor, ContributorAppointed
from models.commands import Adopt, Appoint, Approve, Authorise, Decline, Enrol, Extend, Propose, Reevaluate, Seal
from models.date_orders import Announce, IssueNotice, RecordOutage
from models.execution import ImportExecution
from models.payloads import AppointmentMade, DepartmentEnrolled, ReevaluationOrdered, RubricAdopted
from models.results import Suggest
from models.sampling import Draw
from models.switching import SwitchOrder
from models.task_orders import OfTask
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.values import Frozen


def order_payload(desk: Desk, writer: BookWriter, call: OrderCall, role: str) -> Frozen:
    """The words of an order given under a role, beside what the book itself adds; refused where it cannot be done."""
    order = call.order.order
    if isinstance(order, Seal | Authorise | AllowAmendment):
        return _ending(desk, writer, call, order)
    if isinstance(order, Propose | Approve | Decline | SwitchOrder):
        return _by_two_people(desk, writer, call, order)
    if isinstance(order, OfTask):
        return task_payload(writer.session, call, order, role)
    if isinstance(order, Announce | RecordOutage | IssueNotice):
        return _dates(desk, writer, call, order)
    if isinstance(order, ImportExecution | Carry | Suggest):
        return _figures(desk, writer, call, order)
    return _in_the_year(writer, call, order)


def _ending(desk: Desk, writer: BookWriter, call: OrderCall, order: Seal | Authorise | AllowAmendment) -> Frozen:
    match order:
        case Seal():
            return seal_of(writer, call, order)
        case Authorise():
            return addendum_of(desk, writer, call, order)
        case AllowAmendment():
            return amendment_allowed(desk, writer, call, order)


def _figures(desk: Desk, writer: BookWriter, call: OrderCall, order: ImportExecution | Carry | Suggest) -> Frozen:
    match order:
        case ImportExecution():
            return execution_file(writer.session, call, order)
        case Carry():
            return copy_of(desk, writer, order)
        case Suggest():
            return suggestion_of(desk, writer, order)


def _by_two_people(
    desk: Desk, writer: BookWriter, call: OrderCall, order: Propose | Approve | Decline | SwitchOrder
) -> Frozen:
    if isinstance(order, Propose | Approve | Decline):
        return _correction(desk, writer, call, order)
    return switch_payload(writer, call, order)


def _correction(desk: Desk, writer: BookWriter, call: OrderCall, order: Propose | Approve | Decline) -> Frozen:
    match order:
        case Propose():
            return proposal_of(desk, writer, call, order)
        case Approve():
            return approval_of(desk, writer, call, order)
        case Decline():
            return decline_of(writer, call, order)


def _dates(desk: Desk, writer: BookWriter, call: OrderCall, order: Announce | RecordOutage | IssueNotice) -> Frozen:
    match order:
        case Announce():
            return announcement(desk, writer.session, call, order)
        case RecordOutage():
            return outage(writer.session, call, order)
        case IssueNotice():
            return notice(writer.session, call.book, order)


def _in_the_year(
    writer: BookWriter,
    call: OrderCall,
    order: Appoint | AppointContributor | Adopt | Enrol | Reevaluate | Extend | Draw,
) -> Frozen:
    match order:
        case Appoint() | AppointContributor():
            return _appointment(call, order)
        case Adopt():
            return _adoption(order)
        case Enrol():
            return DepartmentEnrolled(**order.model_dump(exclude={"kind", "department"}))
        case Reevaluate():
            return ReevaluationOrdered(stage=order.stage)
        case Extend():
            return extension(writer.session, call, order)
        case Draw():
            return sample_of(writer.session, call, order)


def _appointment(call: OrderCall, order: Appoint | AppointContributor) -> AppointmentMade | ContributorAppointed:
    if isinstance(order, Appoint):
        return AppointmentMade(**order.model_dump(exclude={"kind"}), approved_by=call.order.actor)
    said = order.model_dump(exclude={"kind", "department"})
    return ContributorAppointed(**said, approved_by=call.order.actor)


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
