"""The doubts about targets that were just filed or prepared, from the tables as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.upcast import payload_as
from models.commands import Filed
from models.lookups import row_with, rows_with
from models.payloads import ActDone
from models.projections import Filing
from models.target_tables import TargetSignature
from models.targets import TargetDoubt, TargetsDoubted
from rules.core.numbers import plain
from rules.core.reading import read_facts
from rules.target_doubts import FAR, doubts_of, signature_of

if TYPE_CHECKING:
    from fractions import Fraction

    from sqlmodel import Session

    from models.ledger import Record
    from rules.core.facts import Indicator


def target_doubts(session: Session, cause: Record, far: Fraction = FAR) -> TargetsDoubted | None:
    """What looks doubtful in the targets that `cause` brought; None where nothing does. Raises FactsError."""
    content = payload_as(cause, ActDone).content
    if not isinstance(content, Filed):
        return None
    indicators = indicators_in(content, cause.subject_department or "")
    found = doubts_of(indicators, _alike(session, cause, signature_of(indicators)), far)
    if not found:
        return None
    doubts = tuple(TargetDoubt(code=one.code, indicator=one.indicator, params=one.params) for one in found)
    return TargetsDoubted(cause=cause.sequence, far=plain(far), doubts=doubts)


def indicators_in(filed: Filed, department: str) -> tuple[Indicator, ...]:
    """The indicators of a filing of targets. Raises FactsError."""
    return read_facts({"department": department, **filed.lists}).indicators


def _alike(session: Session, cause: Record, signature: str | None) -> list[str]:
    """The departments of the book whose newest filing of targets, not withdrawn, is the same in every target."""
    if signature is None:
        return []
    signed = rows_with(session, TargetSignature, book=cause.book, signature=signature)
    others = (one for one in signed if one.department != cause.subject_department)
    return sorted(one.department for one in others if _stands(session, one))


def _stands(session: Session, signed: TargetSignature) -> bool:
    filing = row_with(session, Filing, book=signed.book, sequence=signed.sequence)
    return filing is not None and filing.withdrawn_at is None
