"""The answer to a finding: a plan has a day and an owner, and its proof is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.errors import RefusedError
from activities.on_record import not_on_record
from rules.lint.phases import real_date

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import ActCall
    from models.findings import Measure


def check_measure(session: Session, call: ActCall, measure: Measure) -> None:
    """Refuse a plan without owner or day, a day that is none, and evidence that is not on record."""
    told = (measure.plan, measure.owner, measure.done_by)
    if None in told and any(each is not None for each in told):
        raise RefusedError("finding.plan-incomplete", finding=call.act.deed.matter)
    if measure.done_by is not None and real_date(measure.done_by) is None:
        raise RefusedError("finding.bad-day", finding=call.act.deed.matter, given=measure.done_by)
    missing = not_on_record(session, call, measure.evidence)
    if missing is not None:
        raise RefusedError("finding.unknown-evidence", sha256=missing, department=call.department)
