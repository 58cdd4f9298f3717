"""Let a department amend after its year has ended: what the record says, or why it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.check_piece import require_row
from activities.enrolled import enrolled
from activities.errors import RefusedError
from deadlines.local_time import local_date
from models.amendment_orders import AmendmentAllowed
from models.values import instant
from rules.lint.phases import real_date

if TYPE_CHECKING:
    from datetime import date

    from activities.desk import Desk
    from activities.signatures import OrderCall
    from audit.append import BookWriter
    from models.amendment_orders import AllowAmendment


def amendment_allowed(desk: Desk, writer: BookWriter, call: OrderCall, wanted: AllowAmendment) -> AmendmentAllowed:
    """The leave. Refused for rows that there are not, and until a day that is over."""
    department = enrolled(writer.session, call.book, wanted.department)
    rubric, _ = desk.evaluators.of(writer.session, call.book, department.rubric_hash)
    for row in wanted.rows:
        require_row(rubric, row)
    today = local_date(instant(call.order.received_at))
    if _day(wanted.until) < today:
        raise RefusedError("amendment.until-over", until=wanted.until, today=today.isoformat())
    return AmendmentAllowed(**wanted.model_dump(exclude={"kind", "department"}))


def _day(text: str) -> date:
    day = real_date(text)
    if day is None:
        raise RefusedError("amendment.bad-day", value=text)
    return day
