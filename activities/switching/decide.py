"""Approve or decline a proposed switch of rubrics: another person than who proposed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.corrections.propose import named_record
from activities.errors import RefusedError
from activities.switching.propose import require_switchable, switch_proposal_of
from activities.whole_book import ordered_on
from audit.upcast import payload_as
from models.switching import ApproveSwitch, DeclineSwitch, ProposeSwitch, SwitchOrder
from models.switching_payloads import RubricSwitched, SwitchDeclined, SwitchProposed
from models.switching_tables import RubricSwitch

if TYPE_CHECKING:
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.ledger import Record
    from models.values import Frozen


def switch_payload(writer: BookWriter, call: OrderCall, order: SwitchOrder) -> Frozen:
    """What the record of an order about a switch says; refused where it cannot be done."""
    match order:
        case ProposeSwitch():
            return switch_proposal_of(writer.session, call, order)
        case ApproveSwitch():
            return _approval(writer, call, order)
        case DeclineSwitch():
            _pending(writer, call, order)
            return SwitchDeclined(proposal=order.proposal, hash=order.hash, opinion=order.opinion)


def _approval(writer: BookWriter, call: OrderCall, order: ApproveSwitch) -> RubricSwitched:
    """Whom it takes along is found now: more departments may have been enrolled since it was proposed."""
    said = payload_as(_pending(writer, call, order), SwitchProposed)
    departments = require_switchable(writer.session, writer.book, said, ordered_on(call))
    return RubricSwitched(
        proposal=order.proposal,
        hash=order.hash,
        departments=tuple(one.department for one in departments),
        **said.model_dump(exclude={"reason"}),
    )


def _pending(writer: BookWriter, call: OrderCall, order: ApproveSwitch | DeclineSwitch) -> Record:
    record = named_record(writer, order.proposal, order.hash)
    switch = writer.session.get(RubricSwitch, (writer.book, order.proposal))
    if switch is None:
        raise RefusedError("switch.no-proposal", sequence=str(order.proposal), recorded=record.kind)
    if switch.state != "proposed":
        raise RefusedError("switch.decided", proposal=str(order.proposal), by=str(switch.sequence))
    if call.order.actor == record.actor:
        raise RefusedError("switch.own", actor=call.order.actor, proposal=str(order.proposal))
    return record
