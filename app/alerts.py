"""Alerts: what was said to a role, as the person sees it who holds the role."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time
from typing import TYPE_CHECKING, TypeAlias

from sqlmodel import col, select

from activities.authority import appointments_of, reaches
from app.people import actor_of
from app.tasks import books_of, today_in
from deadlines.local_time import at_local
from models.projections import Alert, Task
from models.side_stores import Person
from models.values import instant_text

if TYPE_CHECKING:
    from sqlmodel import Session
    from sqlmodel.sql.expression import SelectOfScalar

    from activities.desk import Desk
    from models.projections import Appointment

# Department, matter, act and due day.
_Owed: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """One thing that was said: `kind` is reminder, overdue, extended or score-changed.

    `days` before or after the due day; `due` is empty where no day is meant. `at` is domain time in UTC. `holder` is
    the login of who alone may do what is overdue now, None where anybody of the role may.
    """

    book: str
    sequence: int
    at: str
    department: str
    kind: str
    matter: str
    act: str
    to_role: str
    due: str
    days: int
    holder: str | None = None

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Which:
    """Which alerts: of a book, a department, from a day in Shanghai on; what is None chooses nothing out."""

    book: str | None = None
    department: str | None = None
    since: date | None = None


def list_alerts(desk: Desk, which: Which, login: str | None) -> list[ToldAlert]:
    """What was said, the newest first; with a login only to the roles that the person holds today.

    Raises AppError `book.unknown`, `person.unknown`.
    """
    told: list[ToldAlert] = []
    with desk.reading() as session:
        actor = None if login is None else actor_of(session, login)
        for one in books_of(session, which.book):
            held = None if actor is None else appointments_of(session, one.book, actor, today_in(one))
            alerts = session.exec(_query(one.book, which))
            holders = _holders(session, one.book)
            told += [_told(alert, holders) for alert in alerts if held is None or _is_for(alert, held)]
    return sorted(told, key=lambda alert: (alert.at, alert.book, alert.sequence), reverse=True)


def _query(book: str, which: Which) -> SelectOfScalar[Alert]:
    query = select(Alert).where(col(Alert.book) == book)
    if which.department is not None:
        query = query.where(col(Alert.department) == which.department)
    if which.since is not None:
        query = query.where(col(Alert.happened_at) >= instant_text(at_local(which.since, time(0))))
    return query


def _is_for(alert: Alert, held: list[Appointment]) -> bool:
    return any(reaches(one, alert.to_role, alert.department, alert.matter) for one in held)


def _holders(session: Session, book: str) -> dict[_Owed, str]:
    """Who holds each open task that somebody holds, by its login."""
    held = select(Task, Person.login).join(Person, col(Person.actor) == col(Task.holder), isouter=True)
    query = held.where(col(Task.book) == book, col(Task.state) == "open", col(Task.holder).is_not(None))
    return {
        (task.department, task.matter, task.act, task.due): login or task.holder or ""
        for task, login in session.exec(query)
    }


def _told(alert: Alert, holders: dict[_Owed, str]) -> ToldAlert:
    owed = (alert.department, alert.matter, alert.act, alert.due)
    return ToldAlert(
        book=alert.book,
        sequence=alert.sequence,
        at=alert.happened_at,
        department=alert.department,
        kind=alert.kind,
        matter=alert.matter,
        act=alert.act,
        to_role=alert.to_role,
        due=alert.due,
        days=alert.days,
        holder=holders.get(owed) if alert.kind == "overdue" else None,
    )
