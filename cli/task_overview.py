"""`jixiao task overview`: whom everything waits for, counted, before anybody reads a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.access.record import Look
from app.task_filters import require_known
from app.task_overview import awaited_acts, awaited_departments
from cli.looking import Login, look_at
from cli.opening import existing_desk
from cli.options import AsJson, Book
from cli.speaking import listed, print_json, voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.task_overview import AwaitedAct, AwaitedDepartment, Count

_COUNTS = ("column.open:", "column.overdue:", "column.due-week:", "column.in-inbox:", "column.due", "column.remaining:")


def overview(
    login: Login = None,
    book: Book = None,
    by: Annotated[
        Literal["act", "department"], typer.Option("--by", help="按事项或按部门 / count by act or by department")
    ] = "act",
    role: Annotated[str | None, typer.Option("--role", help="只看等待该角色的 / only what waits for this role")] = None,
    as_json: AsJson = False,
) -> None:
    """全区待办一览：等谁、几项、逾期几项 / Everybody's open tasks counted: who is waited for, and how late it is."""
    _, desk = existing_desk()
    require_known(desk, role)
    look_at(desk, Look("task overview", login), book)
    if by == "act":
        acts = awaited_acts(desk, book, role)
        _tell("acts", acts, as_json=as_json)
        if acts and not as_json:
            _show_acts(acts)
    else:
        departments = awaited_departments(desk, book, role)
        _tell("departments", departments, as_json=as_json)
        if departments and not as_json:
            _show_departments(departments)


def _tell(name: str, found: Sequence[AwaitedAct] | Sequence[AwaitedDepartment], *, as_json: bool) -> None:
    if as_json:
        print_json({name: [one.to_data() for one in found]})
    elif not found:
        voice.say("task.none")


def _show_acts(acts: Sequence[AwaitedAct]) -> None:
    books = _books([one.count for one in acts])
    columns = ["column.phase", "column.act", "column.role", *_COUNTS, *["column.book"] * books]
    voice.table(columns, (_act(one, books=books) for one in acts))


def _act(one: AwaitedAct, *, books: bool) -> list[str]:
    about = [voice.word("phase", one.phase), voice.text(f"act.{one.act}"), voice.text(f"role.{one.role}")]
    return [*about, *_numbers(one.count), *[one.count.book] * books]


def _show_departments(departments: Sequence[AwaitedDepartment]) -> None:
    books = _books([one.count for one in departments])
    columns = ["column.department", "column.name", *_COUNTS, "column.waits-for", *["column.book"] * books]
    voice.table(columns, (_department(one, books=books) for one in departments))


def _department(one: AwaitedDepartment, *, books: bool) -> list[str]:
    roles = listed(voice.text(f"role.{role}") for role in one.roles)
    return [one.department, one.name, *_numbers(one.count), roles, *[one.count.book] * books]


def _numbers(count: Count) -> list[str]:
    numbers = (count.open, count.overdue, count.week, count.received)
    return [*map(str, numbers), count.due, str(count.days_left)]


def _books(counts: Sequence[Count]) -> bool:
    """Whether the book has to be named, because there are several."""
    return len({count.book for count in counts}) > 1
