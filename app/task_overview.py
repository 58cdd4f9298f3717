"""The open tasks counted: whom everything waits for, and how late it is, by act or by department."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlmodel import col, select

from app.task_lists import is_of_this_week
from app.tasks import list_tasks
from models.projections import Department
from models.windows import home_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from activities.desk import Desk
    from app.tasks import OpenTask

_Named = TypeVar("_Named", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Count:
    """Of some open tasks of a book: how many, overdue, due this week, and received but still waiting in the inbox.

    `due` is the nearest due day of any, `days_left` the days to it, negative when it is over.
    """

    book: str
    open: int
    overdue: int
    week: int
    received: int
    due: str
    days_left: int


@dataclass(frozen=True, slots=True)
class AwaitedAct:
    """One act that is awaited in a phase from a role, over all departments: of so many."""

    phase: str
    act: str
    role: str
    departments: int
    count: Count

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        about = {"phase": self.phase, "act": self.act, "role": self.role, "departments": self.departments}
        return {**about, **asdict(self.count)}


@dataclass(frozen=True, slots=True)
class AwaitedDepartment:
    """Everything that waits in one department's year, and the roles that it waits for."""

    department: str
    name: str
    roles: tuple[str, ...]
    count: Count

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        about = {"department": self.department, "name": self.name, "roles": list(self.roles)}
        return {**about, **asdict(self.count)}


def awaited_acts(desk: Desk, book: str | None, role: str | None = None) -> list[AwaitedAct]:
    """What is awaited act by act, the nearest due day first. Raises AppError `book.unknown`."""
    groups = _grouped(_tasks(desk, book, role), lambda task: (task.book, home_of(task.matter), task.act, task.role))
    found = [
        AwaitedAct(phase, act, whose, len({task.department for task in own}), _counted(own))
        for (_, phase, act, whose), own in groups.items()
    ]
    return sorted(found, key=lambda one: (one.count.due, one.count.book, one.phase, one.act))


def awaited_departments(desk: Desk, book: str | None, role: str | None = None) -> list[AwaitedDepartment]:
    """What waits in each department, those with most that is overdue first. Raises AppError `book.unknown`."""
    groups = _grouped(_tasks(desk, book, role), lambda task: (task.book, task.department))
    names = _names(desk)
    found = [
        AwaitedDepartment(department, names[of, department], tuple(sorted({task.role for task in own})), _counted(own))
        for (of, department), own in groups.items()
    ]
    return sorted(found, key=lambda one: (-one.count.overdue, one.count.due, one.count.book, one.department))


def _tasks(desk: Desk, book: str | None, role: str | None) -> list[OpenTask]:
    return [task for task in list_tasks(desk, book, None) if role in (None, task.role)]


def _grouped(tasks: Iterable[OpenTask], named: Callable[[OpenTask], _Named]) -> dict[_Named, list[OpenTask]]:
    groups: dict[_Named, list[OpenTask]] = defaultdict(list)
    for task in tasks:
        groups[named(task)].append(task)
    return groups


def _counted(tasks: list[OpenTask]) -> Count:
    nearest = min(tasks, key=lambda task: task.due)
    return Count(
        book=nearest.book,
        open=len(tasks),
        overdue=sum(task.days_left < 0 for task in tasks),
        week=sum(is_of_this_week(task) for task in tasks),
        received=sum(task.received_at is not None for task in tasks),
        due=nearest.due,
        days_left=nearest.days_left,
    )


def _names(desk: Desk) -> dict[tuple[str, str], str]:
    with desk.reading() as session:
        return {
            (book, department): name
            for book, department, name in session.exec(
                select(col(Department.book), col(Department.department), col(Department.name))
            )
        }
