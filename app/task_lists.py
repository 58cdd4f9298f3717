"""What a person wants to see of the open tasks: a choice of them, the most pressing first, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.errors import AppError
from app.tasks import OpenTask
from deadlines.priority import PRIORITIES, in_week_of
from models.windows import home_of

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Choice:
    """Which tasks; what is False or None chooses nothing out. `mine` is the login of who holds them."""

    mine: str | None = None
    unclaimed: bool = False
    overdue: bool = False
    week: bool = False
    department: str | None = None
    matter: str | None = None
    phase: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the chosen tasks, and the counts over all of them."""

    tasks: Sequence[OpenTask]
    number: int
    pages: int
    count: int
    overdue: int
    week: int

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        counts = {"count": self.count, "overdue": self.overdue, "due_this_week": self.week}
        place = {"page": self.number, "pages": self.pages}
        return {"tasks": [task.to_data() for task in self.tasks], **counts, **place}


def page_of(tasks: Iterable[OpenTask], choice: Choice, number: int = 1, size: int | None = None) -> Page:
    """The page with this number, from 1, of the chosen tasks by priority, then due day; without a size all of them.

    Raises AppError `task.no-page` for a number beyond the last page.
    """
    chosen = sorted((task for task in tasks if _is_chosen(task, choice)), key=_order)
    step = size or max(len(chosen), 1)
    pages = max(-(-len(chosen) // step), 1)
    if not 1 <= number <= pages:
        raise AppError("task.no-page", page=str(number), pages=str(pages))
    return Page(
        tasks=chosen[(number - 1) * step : number * step],
        number=number,
        pages=pages,
        count=len(chosen),
        overdue=sum(task.days_left < 0 for task in chosen),
        week=sum(is_of_this_week(task) for task in chosen),
    )


def _order(task: OpenTask) -> tuple[int, str, str]:
    return PRIORITIES.index(task.priority), task.due, task.id


def _is_chosen(task: OpenTask, choice: Choice) -> bool:
    return (
        choice.mine in (None, task.holder)
        and not (choice.unclaimed and task.holder is not None)
        and not (choice.overdue and task.days_left >= 0)
        and not (choice.week and not is_of_this_week(task))
        and choice.department in (None, task.department)
        and choice.matter in (None, task.matter)
        and choice.phase in (None, home_of(task.matter))
        and choice.role in (None, task.role)
    )


def is_of_this_week(task: OpenTask) -> bool:
    """Whether it is due today or later in the week that ends on Sunday."""
    due = date.fromisoformat(task.due)
    return in_week_of(due - timedelta(days=task.days_left), due)
