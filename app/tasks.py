"""Tasks: what waits for whom, and doing one through the counter of the running service."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from activities.authority import appointments_of
from app.errors import AppError, RequestRefusedError
from app.people import actor_of, naming_people
from app.placed import placed
from app.request_key import request_key, task_id
from app.task_content import DoTask, content_of
from app.window import window_of
from app.wiring import machine_clock
from deadlines.local_time import local_date
from models.commands import Deed
from models.inbox import WAITING, InboxRequest
from models.projections import Book, Extension, Task
from models.receipts import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from activities.desk import Desk
    from app.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task as a person sees it; `days_left` is negative when it is overdue.

    `due_first` is the due day before any document put it off, None where none did; `received_at` is when the act
    came in that waits in the inbox, None where nothing does.
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

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {
            "book": self.book,
            "id": self.id,
            "department": self.department,
            "matter": self.matter,
            "act": self.act,
            "role": self.role,
            "due": self.due,
            "provisional": self.provisional,
            "days_left": self.days_left,
            "due_first": self.due_first,
            "received_at": self.received_at,
        }


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
        for one in books_of(session, book):
            today = today_in(one)
            query = select(Task).where(col(Task.book) == one.book, col(Task.state) == "open")
            tasks = [task for task in session.exec(query) if _is_for(session, task, login, today)]
            found += [_shown(session, task, today) for task in tasks]
    return sorted(found, key=lambda task: (task.due, task.id))


def do_task(settings: Settings, desk: Desk, wanted: DoTask) -> TaskDone:
    """Do it. Raises AppError `task.unknown`, StillWaitingError when it is delivered later, what the window raises."""
    with desk.reading() as session:
        book, task = _find(session, wanted)
        actor = actor_of(session, wanted.login)
        act = wanted.act or task.act
        key = wanted.key or request_key(session, wanted, task, act)

    async def send() -> TaskDone:
        window = window_of(settings, desk, book)
        content, left_out = content_of(window, desk, wanted, task, act, key)
        deed = Deed(actor=actor, act=act, matter=task.matter, content=content)
        with _placing(wanted.facts):
            return TaskDone(await window.act(task.book, task.department, key, deed), key, left_out)

    with naming_people(desk):
        return asyncio.run(send())


@contextmanager
def _placing(facts: Path | None) -> Iterator[None]:
    """A refusal inside the block names the lines of the file that was sent, if one was."""
    try:
        yield
    except RequestRefusedError as error:
        if facts is None:
            raise
        raise placed(error, facts) from error


def _find(session: Session, wanted: DoTask) -> tuple[Book, Task]:
    for book in books_of(session, wanted.book):
        for task in session.exec(select(Task).where(col(Task.book) == book.book)):
            if task_id(task) == wanted.task:
                return book, task
    raise AppError("task.unknown", task=wanted.task)


def books_of(session: Session, book: str | None) -> list[Book]:
    """The named book, or all of them. Raises AppError `book.unknown`."""
    books = list(session.exec(select(Book).order_by(col(Book.book))))
    chosen = [one for one in books if book in (None, one.book)]
    if not chosen:
        raise AppError("book.unknown", book=book or "-", known="、".join(one.book for one in books) or "-")
    return chosen


def today_in(book: Book) -> date:
    """The domain day in a book: the machine's day moved by the book's shift."""
    return local_date(machine_clock() + timedelta(seconds=book.shift_seconds))


def _is_for(session: Session, task: Task, login: str | None, today: date) -> bool:
    if login is None:
        return True
    held = appointments_of(session, task.book, actor_of(session, login), today)
    return any(one.role == task.role and one.department in ("", task.department) for one in held)


def _due_first(session: Session, task: Task) -> str | None:
    query = select(Extension.due_before).where(
        col(Extension.book) == task.book,
        col(Extension.department) == task.department,
        col(Extension.matter) == task.matter,
        col(Extension.act) == task.act,
        col(Extension.round) == task.round,
    )
    return session.exec(query.order_by(col(Extension.sequence))).first()


def _received(session: Session, task: Task) -> str | None:
    query = select(InboxRequest.received_at).where(
        col(InboxRequest.book) == task.book,
        col(InboxRequest.department) == task.department,
        col(InboxRequest.matter) == task.matter,
        col(InboxRequest.act) == task.act,
        col(InboxRequest.state) == WAITING,
    )
    return session.exec(query.order_by(col(InboxRequest.position))).first()


def _shown(session: Session, task: Task, today: date) -> OpenTask:
    return OpenTask(
        book=task.book,
        id=task_id(task),
        department=task.department,
        matter=task.matter,
        act=task.act,
        role=task.role,
        due=task.due,
        provisional=task.provisional,
        days_left=(date.fromisoformat(task.due) - today).days,
        due_first=_due_first(session, task),
        received_at=_received(session, task),
    )
