"""What the record of an order says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.corrections.decide import approval_of, decline_of
from activities.corrections.propose import proposal_of
from activities.extend_deadline import extension
from activities.seal_book import addendum_of, seal_of
from models.commands import Adopt, Appoint, Approve, Authorise, Decline, Enrol, Extend, Propose, Reevaluate, Seal
from models.payloads import AppointmentMade, DepartmentEnrolled, ReevaluationOrdered, RubricAdopted
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.values import Frozen


def order_payload(desk: Desk, writer: BookWriter, call: OrderCall) -> Frozen:
    """The words of the order, beside what the book itself adds to them; refused where it cannot be carried out."""
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
            return extension(writer.session, call, extend)
        case Seal() as seal:
            return seal_of(writer, call, seal)
        case Authorise() as authorise:
            return addendum_of(desk, writer, call, authorise)
        case Propose() as propose:
            return proposal_of(desk, writer, call, propose)
        case Approve() as approve:
            return approval_of(desk, writer, call, approve)
        case Decline() as decline:
            return decline_of(writer, call, decline)


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
