"""Whether a person may do an act: decided by recorded appointments alone, at domain time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from activities.errors import RefusedError
from models.ledger import LedgerRecord
from models.projections import Appointment

if TYPE_CHECKING:
    from datetime import date


def require_role(session: Session, book: str, actor: str, role: str, department: str, day: date) -> None:
    """Refuse unless the actor holds the role for the department (or the whole bureau) on that day."""
    held = appointments_of(session, book, actor, day)
    if any(one.role == role and one.department in ("", department) for one in held):
        return
    raise RefusedError(
        "act.not-appointed",
        actor=actor,
        role=role,
        department=department,
        held="、".join(sorted({f"{one.role}@{one.department or book}" for one in held})) or "-",
    )


def appointments_of(session: Session, book: str, actor: str, day: date) -> list[Appointment]:
    """The appointments of a person that hold on a day, both ends included."""
    return appointments_within(session, book, actor, day.isoformat(), day.isoformat())


def appointments_within(session: Session, book: str, actor: str, first: str, last: str | None) -> list[Appointment]:
    """The appointments of a person that hold on any day from `first` to `last` (None: for ever), both included."""
    query = select(Appointment).where(
        col(Appointment.book) == book,
        col(Appointment.actor) == actor,
        or_(col(Appointment.to_day).is_(None), col(Appointment.to_day) >= first),
    )
    if last is not None:
        query = query.where(col(Appointment.from_day) <= last)
    return list(session.exec(query))


def require_other_hands(session: Session, book: str, department: str, actor: str) -> None:
    """Refuse a review by someone who filed, amended, proved or answered for this department in this book."""
    query = select(LedgerRecord.sequence).where(
        col(LedgerRecord.book) == book,
        col(LedgerRecord.subject_department) == department,
        col(LedgerRecord.actor) == actor,
        col(LedgerRecord.role) == "filler",
    )
    own = session.exec(query.order_by(col(LedgerRecord.sequence))).first()
    if own is not None:
        raise RefusedError("act.own-filing", actor=actor, department=department, sequence=str(own))
