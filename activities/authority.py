"""Whether a person may do an act: decided by recorded appointments alone, at domain time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import bindparam, func, or_
from sqlmodel import Session, col, select

from activities.errors import RefusedError
from models.collecting import division_of
from models.ledger import LedgerRecord
from models.lookups import rows_with
from models.prepared import number
from models.projections import Appointment
from models.sending import connection_of

if TYPE_CHECKING:
    from datetime import date

_OF_THE_DEPARTMENT: Final = ("filler", "approver", "contributor")
# A sum is in no index: the records of the department are looked up, where the smallest number alone would be looked for
# through the whole book.
_FIRST_OWN: Final = select(func.min(col(LedgerRecord.sequence) + 0)).where(
    col(LedgerRecord.book) == bindparam("book"),
    col(LedgerRecord.subject_department) == bindparam("department"),
    col(LedgerRecord.actor) == bindparam("actor"),
    or_(*(col(LedgerRecord.role) == role for role in _OF_THE_DEPARTMENT)),
)


class Wanted(NamedTuple):
    """Where a role is asked for: a department ("" for the bureau itself), and a matter where it is about one."""

    department: str
    matter: str = ""


def reaches(appointment: Appointment, role: str, department: str, matter: str = "") -> bool:
    """Whether an appointment gives a role in a matter of a department; a division's reaches its collections only."""
    return (
        appointment.role == role
        and appointment.department in ("", department)
        and appointment.division in ("", division_of(matter))
    )


def require_role(session: Session, book: str, actor: str, role: str, department: str, day: date) -> None:
    """Refuse unless the actor holds the role for the department (or the whole bureau) on that day."""
    require_one_of(session, book, actor, (role,), Wanted(department), day)


def require_one_of(session: Session, book: str, actor: str, roles: tuple[str, ...], wanted: Wanted, day: date) -> str:
    """Return the first of the roles that the actor holds there on that day; refuse where it is none of them."""
    held = appointments_of(session, book, actor, day)
    for role in roles:
        if any(reaches(one, role, *wanted) for one in held):
            return role
    raise RefusedError(
        "act.not-appointed",
        actor=actor,
        role=roles[0],
        department=wanted.department,
        held="、".join(sorted({f"{one.role}@{one.department or book}" for one in held})) or "-",
    )


def appointments_of(session: Session, book: str, actor: str, day: date) -> list[Appointment]:
    """The appointments of a person that hold on a day, both ends included."""
    return appointments_within(session, book, actor, day.isoformat(), day.isoformat())


def appointments_within(session: Session, book: str, actor: str, first: str, last: str | None) -> list[Appointment]:
    """The appointments of a person that hold on any day from `first` to `last` (None: for ever), both included."""
    return [
        one
        for one in rows_with(session, Appointment, book=book, actor=actor)
        if (one.to_day is None or one.to_day >= first) and (last is None or one.from_day <= last)
    ]


def require_other_hands(session: Session, book: str, department: str, actor: str) -> None:
    """Refuse a review by someone who prepared, filed, amended, proved or answered for this department in this book."""
    own = number(connection_of(session), _FIRST_OWN, {"book": book, "department": department, "actor": actor})
    if own is not None:
        raise RefusedError("act.own-filing", actor=actor, department=department, sequence=str(own))
