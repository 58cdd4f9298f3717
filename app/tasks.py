"""Tasks: what waits for whom, and doing one through the counter of the running service."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.authority import appointments_of, reaches
from activities.held import last_records
from app.errors import AppError, RequestRefusedError
from app.machine_clock import machine_clock
from app.people import actor_of, naming_people
from app.placed import placed
from app.request_key import request_key, task_id
from app.task_content import DoTask, content_of
from app.window import window_of
from deadlines.local_time import local_date
from deadlines.moves import ASKING
from deadlines.priority import priority
from models.collecting import PREFIX
from models.commands import Deed
from models.inbox import WAITING, InboxRequest
from models.projections import Book, Extension, Task
from models.receipts import Receipt
from models.side_stores import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from activities.desk import Desk
    from app.settings import Settings
    from deadlines.priority import Priority
    from models.projections import Appointment


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task as a person sees it; `days_left` is negative when it is overdue.

    `due_first` is the due day before any document put it off, None where none did. `holder` is the login of who alone
    may do it; `seen` is the last record about it, to be named when it is done. `received_at` is when the act came in
    that waits in the inbox, None where nothing does.
    """

    book: str
    id: str
    department: str
    matter: str
    act: str
    role: str
    due: str
    provisional: bool
    days_left: int
    due_first: str | None = None
    received_at: str | None = None
    holder: str | None = None
    urgent: bool = False
    seen: int = 0

    @property
    def priority(self) -> Priority:
        """How soon it should be done."""
        return priority(self.days_left, urgent=self.urgent)

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {**asdict(self), "priority": self.priority}


@dataclass(frozen=True, slots=True)
class TaskDone:
    """The receipt, the key to send again with, and the inputs that the system witnesses itself and so left out."""

    receipt: Receipt
    key: str
    left_out: tuple[str, ...]


def list_tasks(desk: Desk, book: str | None, login: str | None) -> list[OpenTask]:
    """Open tasks, the nearest deadline first; with a login only those of the person's appointments."""
    with desk.reading() as session:
        found: list[OpenTask] = []
        actor = None if login is None else actor_of(session, login)
        logins = {person.actor: person.login for person in session.exec(select(Person))}
        for one in books_of(session, book):
            today = today_in(one)
            held = None if actor is None else appointments_of(session, one.book, actor, today)
            query = select(Task).where(col(Task.book) == one.book, col(Task.state) == "open")
            tasks = [task for task in session.exec(query) if held is None or _is_for(task, held)]
            about = _About(
                today, logins, _first_days(session, one.book), last_records(session, one.book), _received(session, one)
            )
            found += [_shown(task, about) for task in tasks]
    return sorted(found, key=lambda task: (task.due, task.id))


def do_task(settings: Settings, desk: Desk, wanted: DoTask) -> TaskDone:
    """Do it. Raises AppError `task.unknown`, StillWaitingError when it is delivered later, what the window raises."""
    with desk.reading() as session:
        book, task = find_task(session, wanted.book, wanted.task)
        actor = actor_of(session, wanted.login)
        act = wanted.act or task.act
        key = wanted.key or request_key(session, wanted, task, act)

    async def send() -> TaskDone:
        window = window_of(settings, desk, book)
        with placing(wanted.facts):
            content, left_out = content_of(desk, wanted, task, act, key)
            deed = Deed(actor=actor, act=act, matter=task.matter, content=content, seen=wanted.seen)
            return TaskDone(await window.act(task.book, task.department, key, deed), key, left_out)

    with naming_people(desk):
        return asyncio.run(send())


@contextmanager
def placing(facts: Path | None) -> Iterator[None]:
    """A refusal inside the block names the lines of the file that was sent, if one was."""
    try:
        yield
    except RequestRefusedError as error:
        if facts is None:
            raise
        raise placed(error, facts) from error


def find_task(session: Session, book: str | None, named: str) -> tuple[Book, Task]:
    """The task that a person names, in the named book or the only one that has it.

    Raises AppError `task.unknown`, `book.unknown`, and `task.which-book` where several years have a task of that name.
    """
    of_department = col(Task.department) == named.partition("/")[0]
    found = [
        (one, task)
        for one in books_of(session, book)
        for task in session.exec(select(Task).where(col(Task.book) == one.book, of_department))
        if task_id(task) == named
    ]
    if not found:
        raise AppError("task.unknown", task=named)
    if len(found) > 1:
        raise AppError("task.which-book", task=named, known="、".join(one.book for one, _ in found))
    return found[0]


def books_of(session: Session, book: str | None) -> list[Book]:
    """The named book, or all of them. Raises AppError `book.unknown`."""
    books = list(session.exec(select(Book).order_by(col(Book.book))))
    chosen = [one for one in books if book in (None, one.book)]
    if not chosen:
        raise AppError("book.unknown", book=book or "-", known="、".join(one.book for one in books) or "-")
    return chosen


def today_in(book: Book) -> date:
    """The domain day in a book: the machine's day moved by the book's shift."""
    return local_date(now_in(book))


def now_in(book: Book) -> datetime:
    """The domain instant in a book."""
    return machine_clock() + timedelta(seconds=book.shift_seconds)


def _is_for(task: Task, held: list[Appointment]) -> bool:
    """Whoever asked a division sees what it owes, beside the division itself."""
    roles = (task.role, *(ASKING if task.matter.startswith(PREFIX) else ()))
    return any(reaches(one, role, task.department, task.matter) for one in held for role in roles)


def _first_days(session: Session, book: str) -> dict[str, str]:
    """By task: the due day before the first document that put it off."""
    query = select(Extension).where(col(Extension.book) == book).order_by(col(Extension.sequence).desc())
    return {f"{one.department}/{one.matter}/{one.act}/{one.round}": one.due_before for one in session.exec(query)}


def _received(session: Session, book: Book) -> dict[tuple[str, str, str], str]:
    """By department, matter and act: when what waits in the inbox was received."""
    query = select(InboxRequest).where(col(InboxRequest.book) == book.book, col(InboxRequest.state) == WAITING)
    rows = session.exec(query.order_by(col(InboxRequest.position).desc()))
    return {(row.department, row.matter, row.act): row.received_at for row in rows}


@dataclass(frozen=True, slots=True)
class _About:
    """What is shown beside the tasks of a book."""

    today: date
    logins: dict[str, str]
    due_first: dict[str, str]
    last: dict[tuple[str, str], int]
    received: dict[tuple[str, str, str], str]


def _shown(task: Task, about: _About) -> OpenTask:
    return OpenTask(
        book=task.book,
        id=task_id(task),
        department=task.department,
        matter=task.matter,
        act=task.act,
        role=task.role,
        due=task.due,
        provisional=task.provisional,
        days_left=(date.fromisoformat(task.due) - about.today).days,
        due_first=about.due_first.get(task_id(task)),
        received_at=about.received.get((task.department, task.matter, task.act)),
        holder=None if task.holder is None else about.logins.get(task.holder, task.holder),
        urgent=task.urgent,
        seen=about.last[task.department, task.matter],
    )
