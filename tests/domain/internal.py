"""The days within a department: they follow its own, never lie after it, and are nobody else's to give."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tests.domain.asked import Asked
    from tests.domain.model import Year

_AT_HOME = ("filler", "approver")


class Inner(NamedTuple):
    """What is awaited within the department, and by when the department itself has to file what it is for."""

    task: Asked
    phase: str
    own: date


def inner(year: Year) -> list[Inner]:
    """Everything that is awaited within a department whose own filing lies with it, as its days stand now."""
    asked = [(task, year.collections[task.matter].phase) for task in year.tasks if task.open and is_inner(task.matter)]
    days = ((task, phase, own_day(year, phase)) for task, phase in asked)
    return [Inner(task, phase, day) for task, phase, day in days if day is not None]


def is_inner(matter: str) -> bool:
    """Whether a matter lies within a department."""
    return matter.startswith("collection/")


def own_day(year: Year, phase: str) -> date | None:
    """When the department's own filing is due; None where it does not lie with the department."""
    task = year.task(phase)
    return task.due if task is not None and task.role in _AT_HOME else None


def along(one: Inner, moved: Mapping[str, date], least: date) -> date:
    """The day of what is inner once these matters are due on other days."""
    after = moved.get(one.phase, one.own)
    return min(max(after - (one.own - one.task.due), least), after)


def put(year: Year, task: Asked, day: date, today: date) -> None:
    """An order of today gives another day; what a division still owes stands in its table by the same one."""
    task.put(day, today)
    if task.act == "collection.answer":
        year.collections[task.matter].due = day
