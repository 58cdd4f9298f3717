"""One request for many departments: each item is a request of its own, under a key made from the bulk's.

Sent again, the items that were done give their first receipts, and those that were left are done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlmodel import Session, col, select

from app.errors import AppError, OutageError
from app.inbox.reception import StillWaitingError
from app.people import naming_people
from app.tasks import books_of, today_in
from app.word_key import word_key
from audit.errors import AuditError
from models.collecting import PREFIX
from models.projections import Book, Department, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import JsonValue

    from activities.desk import Desk

# Waiting: received at a moment that counts, and delivered later.
Standing = Literal["done", "waiting", "refused", "outage"]
_UNKNOWN = "outcome.unknown"


@dataclass(frozen=True, slots=True)
class Selection:
    """For which departments: those named, or all; with `overdue` only where the act awaited is late."""

    book: str
    departments: tuple[str, ...] = ()
    everyone: bool = False
    overdue: bool = False
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a bulk: about a department, and perhaps one task of it; `key` is that of its request.

    `fault` is why nothing can be sent for it at all: the book has no such department, or nothing is awaited of it.
    """

    department: str
    task: Task | None
    key: str
    fault: AppError | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of an item: the record or file that tells it, or the code of the refusal and what fills it."""

    department: str
    matter: str
    key: str
    standing: Standing
    what: str = ""
    code: str = ""
    params: Mapping[str, str] | None = None

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        place: dict[str, object] = {"department": self.department, "matter": self.matter, "key": self.key}
        said = {"code": self.code, "params": dict(self.params or {})}
        return {**place, "state": self.standing, "result": self.what, **(said if self.code else {})}


def bulk_key(desk: Desk, selection: Selection, words: list[JsonValue], given: str | None) -> str:
    """The bulk's key: the same words on the same domain day are the same bulk. Raises AppError `book.unknown`."""
    if given is not None:
        return given
    with desk.reading() as session:
        (book,) = books_of(session, selection.book)
    return f"bulk/{words[0]}/{word_key(today_in(book).isoformat(), *words)}"


def department_items(desk: Desk, selection: Selection, key: str) -> list[Item]:
    """One item for each chosen department. Raises AppError `bulk.nobody`, `book.unknown`."""
    with desk.reading() as session:
        chosen, strange = _departments(session, selection), _strange(session, selection, key)
        if selection.overdue:
            late = {task.department for task in _open_tasks(session, selection)}
            chosen = [department for department in chosen if department in late]
    return [*(Item(department, None, f"{key}/{department}") for department in chosen), *strange]


def task_items(desk: Desk, selection: Selection, key: str) -> list[Item]:
    """One item for each open task of the chosen departments, and one for each that was named and owes nothing.

    Raises what `department_items` raises.
    """
    with desk.reading() as session:
        chosen, strange = _departments(session, selection), _strange(session, selection, key)
        tasks = [task for task in _open_tasks(session, selection) if task.department in chosen]
    items = [
        Item(task.department, task, f"{key}/{task.department}/{task.matter}/{task.act}/{task.round}") for task in tasks
    ]
    owing = {task.department for task in tasks}
    free = [one for one in chosen if selection.departments and one not in owing]
    fault = AppError("bulk.nothing-awaited")
    return [*items, *(Item(one, None, f"{key}/{one}", fault) for one in free), *strange]


def carry_out(
    desk: Desk, items: list[Item], matter: str, do: Callable[[Item], str], tell: Callable[[int], None]
) -> Iterator[ItemResult]:
    """Do one item after the other, whatever becomes of those before it; `do` returns what to show for it."""
    for count, item in enumerate(items, start=1):
        yield _result(desk, item, matter if item.task is None else item.task.matter, do)
        tell(count)


def _result(desk: Desk, item: Item, matter: str, do: Callable[[Item], str]) -> ItemResult:
    try:
        if item.fault is not None:
            raise item.fault
        with naming_people(desk):
            return ItemResult(item.department, matter, item.key, "done", do(item))
    except StillWaitingError as waits:
        return ItemResult(item.department, matter, item.key, "waiting", code=waits.code, params=waits.params)
    except (AppError, AuditError) as error:
        lost = isinstance(error, OutageError) or error.code == _UNKNOWN
        standing: Standing = "outage" if lost else "refused"
        return ItemResult(item.department, matter, item.key, standing, code=error.code, params=error.params)


def _departments(session: Session, selection: Selection) -> list[str]:
    enrolled = _enrolled(session, selection)
    if selection.departments:
        return [department for department in enrolled if department in selection.departments]
    if not (selection.everyone or selection.overdue):
        raise AppError("bulk.nobody")
    return enrolled


def _strange(session: Session, selection: Selection, key: str) -> list[Item]:
    """What was named and is no department of the book: one slip keeps nobody else from being done."""
    enrolled = _enrolled(session, selection)
    known = "、".join(enrolled) or "-"
    return [
        Item(one, None, f"{key}/{one}", AppError("department.unknown", department=one, known=known))
        for one in dict.fromkeys(selection.departments)
        if one not in enrolled
    ]


def _enrolled(session: Session, selection: Selection) -> list[str]:
    books_of(session, selection.book)
    query = select(Department.department).where(col(Department.book) == selection.book)
    return list(session.exec(query.order_by(col(Department.department))))


def _open_tasks(session: Session, selection: Selection) -> list[Task]:
    query = select(Task).where(col(Task.book) == selection.book, col(Task.state) == "open")
    if selection.matter is None:
        # What a department asks of its divisions is its own affair.
        query = query.where(col(Task.matter).not_like(f"{PREFIX}%"))
    else:
        query = query.where(col(Task.matter) == selection.matter)
    if selection.overdue:
        today = today_in(session.get_one(Book, selection.book)).isoformat()
        query = query.where(col(Task.due) < today)
    return list(session.exec(query.order_by(col(Task.department), col(Task.due), col(Task.matter))))
