"""Approve or decline a proposed correction: another person than who proposed it and who made the mistake."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from activities.corrections.propose import case_of, effect_of, named_record, standing_content
from activities.enrolled import enrolled
from activities.errors import RefusedError
from activities.evaluate import append_evaluation
from audit.filings import filings_of
from audit.upcast import payload_as
from models.ledger import LedgerRecord
from models.sealing_payloads import CorrectionApproved, CorrectionDeclined, CorrectionProposed
from models.sealing_tables import Correction

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.commands import Approve, Decline
    from models.ledger import Record

_STAGE: Final = "score"


def approval_of(desk: Desk, writer: BookWriter, call: OrderCall, wanted: Approve) -> CorrectionApproved:
    """What the approval's record says: its effect is computed on how things stand now.

    Refused when what stands is no longer what was to be corrected.
    """
    proposed = payload_as(_pending(writer, call, wanted), CorrectionProposed)
    corrected = named_record(writer, proposed.corrects, proposed.hash)
    case = case_of(desk, writer, corrected, call.order.received_at, proposed.reason)
    if standing_content(case, proposed.right) != proposed.was:
        raise RefusedError("correction.moved-on", sequence=str(corrected.sequence), proposal=str(wanted.proposal))
    effect = effect_of(case, proposed.right)
    return CorrectionApproved(
        proposal=wanted.proposal,
        hash=wanted.hash,
        corrects=corrected.sequence,
        was=proposed.was,
        right=proposed.right,
        **{each.name: getattr(effect, each.name) for each in dataclasses.fields(effect)},
    )


def decline_of(writer: BookWriter, call: OrderCall, wanted: Decline) -> CorrectionDeclined:
    """What the record says: the proposal stays, and changes nothing."""
    _pending(writer, call, wanted)
    return CorrectionDeclined(proposal=wanted.proposal, hash=wanted.hash, opinion=wanted.opinion)


def score_again(desk: Desk, writer: BookWriter, record: Record) -> None:
    """A filing that turns out to have been in time may be worth more: the book's own witness is asked again."""
    approved = payload_as(record, CorrectionApproved)
    department = record.subject_department or ""
    if approved.judged is None or not filings_of(writer.session, writer.book, department, "self-evaluation"):
        return
    append_evaluation(desk, writer, record, enrolled(writer.session, writer.book, department).rubric_hash, _STAGE)


def _pending(writer: BookWriter, call: OrderCall, wanted: Approve | Decline) -> LedgerRecord:
    record = named_record(writer, wanted.proposal, wanted.hash)
    correction = writer.session.get(Correction, (writer.book, wanted.proposal))
    if correction is None:
        raise RefusedError("correction.no-proposal", sequence=str(wanted.proposal), recorded=record.kind)
    if correction.state != "proposed":
        raise RefusedError("correction.decided", proposal=str(wanted.proposal), by=str(correction.sequence))
    corrected = writer.session.get_one(LedgerRecord, (writer.book, correction.corrects))
    if call.order.actor in (record.actor, corrected.actor):
        raise RefusedError("correction.own", actor=call.order.actor, proposal=str(wanted.proposal))
    return record
