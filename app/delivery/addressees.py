"""Who is told: the people who hold a role today, and the contacts over which they want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.authority import reaches
from models.projections import Appointment
from models.side_stores import Contact

if TYPE_CHECKING:
    from datetime import date

    from app.delivery.notice import Notice


def holders(session: Session, book: str, notice: Notice, day: date) -> list[str]:
    """The actors who hold the notice's role on a day, for its department or for the whole bureau."""
    query = select(Appointment).where(col(Appointment.book) == book, col(Appointment.role) == notice.role)
    return sorted({one.actor for one in session.exec(query) if is_told(one, notice, day)})


def is_told(appointment: Appointment, notice: Notice, day: date) -> bool:
    """Whether an appointment makes its holder an addressee of the notice on a day."""
    held = appointment.from_day <= day.isoformat() <= (appointment.to_day or day.isoformat())
    return held and reaches(appointment, notice.role, notice.department, notice.matter)


def contacts_of(session: Session, actor: str) -> list[Contact]:
    """The contacts of a person, in the order of their names."""
    return list(session.exec(select(Contact).where(col(Contact.actor) == actor).order_by(col(Contact.name))))
