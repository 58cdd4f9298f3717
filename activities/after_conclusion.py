"""What may still be done in a year that has ended: what the bureau has allowed, and what follows from that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from activities.errors import RefusedError
from audit.sealed import Sealed
from deadlines.local_time import local_date
from models.amendment_tables import AllowedAmendment
from models.commands import Amendment
from models.evidence import Piece
from models.projections import Matter
from models.values import instant
from rules.core.row_inputs import row_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.signatures import ActCall
    from models.projections import Department
    from rules.core.rubric import Row, Rubric

_SELF_EVALUATION: Final = "self-evaluation"


def allowed_amendment(session: Session, book: str, department: str) -> AllowedAmendment | None:
    """The newest leave to amend, if one was given."""
    query = select(AllowedAmendment).where(
        col(AllowedAmendment.book) == book, col(AllowedAmendment.department) == department
    )
    return session.exec(query.order_by(col(AllowedAmendment.sequence).desc()).limit(1)).one_or_none()


def require_allowed(session: Session, department: Department, rubric: Rubric, call: ActCall) -> None:
    """Refuse an act in an ended year unless a leave covers it, or it is on a matter that came to move by one.

    In a sealed book the ledger's writer says what an addendum covers.
    """
    if not department.concluded or Sealed.of(session, call.book).number:
        return
    leave = allowed_amendment(session, call.book, call.department)
    if leave is None:
        raise RefusedError("amendment.not-allowed", department=call.department, act=call.act.deed.act)
    deed = call.act.deed
    if deed.matter == _SELF_EVALUATION and isinstance(deed.content, Amendment | Piece):
        _require_day(call, leave)
        _require_rows(rubric, leave, deed.content)
    elif not _moved_since(session, call, leave):
        raise RefusedError("amendment.outside", department=call.department, act=deed.act, document=leave.document)


def _require_day(call: ActCall, leave: AllowedAmendment) -> None:
    if local_date(instant(call.act.received_at)).isoformat() > leave.until:
        raise RefusedError("amendment.over", department=call.department, until=leave.until, document=leave.document)


def _moved_since(session: Session, call: ActCall, leave: AllowedAmendment) -> bool:
    matter = session.get(Matter, (call.book, call.department, call.act.deed.matter))
    return matter is not None and matter.sequence > leave.sequence


def _require_rows(rubric: Rubric, leave: AllowedAmendment, content: Amendment | Piece) -> None:
    allowed: list[str] = json.loads(leave.rows)
    outside = sorted(set(_touched(rubric, content)) - set(allowed))
    if outside:
        raise RefusedError(
            "amendment.other-rows", given="、".join(outside), wanted="、".join(allowed), document=leave.document
        )


def _touched(rubric: Rubric, content: Amendment | Piece) -> Iterator[str]:
    """The rows that what is brought bears on; figures that no row asks for bear on none."""
    if isinstance(content, Piece):
        yield content.row
        return
    figures = set(_named(content, "facts", "input"))
    yield from (row.id for row in rubric.leaves() if figures & row_inputs(row))
    if _named(content, "results", "indicator"):
        yield from (row.id for row in rubric.leaves() if _asks_for_results(row))
    yield from _named(content, "claims", "row")


def _asks_for_results(row: Row) -> bool:
    metrics = (shape.metric for shape in (row.piecewise, row.steps) if shape is not None)
    return row.indicators is not None or any(metric.share_met for metric in metrics)


def _named(content: Amendment, name: str, field: str) -> list[str]:
    """What the entries of a list name; a list that is none is refused where the content is read."""
    entries = content.lists.get(name)
    if not isinstance(entries, list):
        return []
    return [str(entry.get(field)) for entry in entries if isinstance(entry, dict)]
