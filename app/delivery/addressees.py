"""Who is told: the people who hold a role today, and the contacts over which they want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from models.projections import Appointment
from models.side_stores import Contact

if TYPE_CHECKING:
    from datetime import date

    from app.delivery.notice import Notice


def holders(session: Session, book: str, notice: Notice, day: date) -> list[str]:
    """The actors who hold the notice's role on a day, for its department or for the whole bureau."""
    query = select(Appointment.actor).where(
        col(Appointment.book) == book,
        col(Appointment.role) == notice.role,
        col(Appointment.department).in_(("", notice.department)),
        col(Appointment.from_day) <= day.isoformat(),
        or_(col(Appointment.to_day).is_(None), col(Appointment.to_day) >= day.isoformat()),
    )
    return sorted(set(session.exec(query)))


def contacts_of(session: Session, actor: str) -> list[Contact]:
    """The contacts of a person, in the order of their names."""
    return list(session.exec(select(Contact).where(col(Contact.actor) == actor).order_by(col(Contact.name))))
