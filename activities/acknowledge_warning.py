"""A department takes note of a warning before it answers: a day on the record, which moves no due day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.errors import RefusedError
from deadlines.moves import ACKNOWLEDGE
from models.monitoring_tables import RaisedWarning

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import ActCall


def refuse_twice(session: Session, call: ActCall) -> None:
    """Refuse to take note of what the department has taken note of before."""
    if call.act.deed.act != ACKNOWLEDGE:
        return
    warning = session.get(RaisedWarning, (call.book, call.department, call.act.deed.matter))
    if warning is not None and warning.acknowledged_at is not None:
        raise RefusedError("warning.acknowledged", matter=warning.matter, at=warning.acknowledged_at)
