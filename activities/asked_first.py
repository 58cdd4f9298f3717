"""Since when a filing is really asked for: handing it on within the department, or taking it back, is no new asking."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.asked_until import Asking
from audit.filings import filings_of, is_amendment
from deadlines.moves import course_of
from models.projections import Filing, Task
from models.windows import kind_of

if TYPE_CHECKING:
    from sqlmodel import Session


def acts_of_filing(matter: str) -> tuple[str, str]:
    """The acts by which a filing comes about: one hand files, of two the first one prepares."""
    return f"{kind_of(matter)}.prepare", f"{kind_of(matter)}.file"


def asked_first(session: Session, book: str, department: str, matter: str, *, withdrawing: bool = False) -> Asking:
    """The asking that what lies with the department goes back to: that of the phase, or of the last return.

    A return is what the bureau did after a filing that was not withdrawn. `withdrawing` leaves the last filing, with
    all that was amended in it, out as well: it is about to be taken back.
    """
    last = _last_standing(session, book, department, matter, withdrawing=withdrawing)
    query = select(Task).where(
        col(Task.book) == book,
        col(Task.department) == department,
        col(Task.matter) == matter,
        col(Task.act).in_(acts_of_filing(matter)),
    )
    if last is not None:
        # Filed and returned in one and the same moment, only the records tell what came first.
        query = query.where(col(Task.opened_at) >= last.received_at, col(Task.sequence) > last.sequence)
    task = session.exec(query.order_by(col(Task.opened_at), col(Task.round)).limit(1)).one()
    since = date.fromisoformat(json.loads(task.ladder)["since"])
    return Asking(course_of(matter), "open", since, again=last is not None)


def _last_standing(session: Session, book: str, department: str, matter: str, *, withdrawing: bool) -> Filing | None:
    """The last filing that the department did not take back."""
    standing = filings_of(session, book, department, matter)
    if withdrawing:
        standing = standing[: max(place for place, one in enumerate(standing) if not is_amendment(one))]
    return standing[-1] if standing else None
