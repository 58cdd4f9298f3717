"""`jixiao task list`: the open tasks that a person chooses, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.errors import AppError
from app.inbox.own import list_requests
from app.task_filters import require_known
from app.task_lists import Choice, page_of
from app.tasks import OpenTask, list_tasks
from cli.inbox import show_refused
from cli.looking import Login, look_at
from cli.opening import existing_desk
from cli.options import AsJson, Book
from cli.speaking import print_json, voice
from cli.waiting import moment

if TYPE_CHECKING:
    from app.task_lists import Page


def list_(  # one parameter for each option of the command
    login: Login = None,
    book: Book = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="列出全部人员的，不限本人角色 / everybody's, not only those of my roles")
    ] = False,
    mine: Annotated[bool, typer.Option("--mine", help="只列本人已签收 / only those that I hold")] = False,
    unclaimed: Annotated[bool, typer.Option("--unclaimed", help="只列无人签收 / only those that nobody holds")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列已逾期 / only overdue ones")] = False,
    week: Annotated[bool, typer.Option("--week", help="只列本周到期 / only those due this week")] = False,
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    matter: Annotated[str | None, typer.Option("--matter", help="事项 / matter")] = None,
    phase: Annotated[str | None, typer.Option("--phase", help="阶段 / phase")] = None,
    role: Annotated[str | None, typer.Option("--role", help="只列等待该角色的 / what waits for this role")] = None,
    page: Annotated[int, typer.Option("--page", min=1, help="第几页 / which page")] = 1,
    size: Annotated[int | None, typer.Option("--size", min=1, help="每页几项 / tasks on a page")] = None,
    as_json: AsJson = False,
) -> None:
    """列出待办任务和期限，最急的在前 / Open tasks with their deadlines, the most pressing first."""
    if mine and login is None:
        raise AppError("task.mine-of-whom")
    _, desk = existing_desk()
    require_known(desk, role, phase, department)
    look_at(desk, Look("task list", login, department, own=not everyone), book)
    choice = Choice(login if mine else None, unclaimed, overdue, week, department, matter, phase, role)
    refused = list_requests(desk, book, login, refused=True)
    found = page_of(list_tasks(desk, book, None if everyone else login), choice, page, size)
    if as_json:
        print_json({**found.to_data(), "refused": [one.to_data() for one in refused]})
    else:
        show_refused(refused)
        _show(found, own=login is not None and not everyone)


def _show(page: Page, *, own: bool) -> None:
    if not page.tasks:
        voice.say("task.none-of-yours" if own else "task.none")
        return
    held = any(task.holder for task in page.tasks)
    marked = any(task.urgent for task in page.tasks)
    columns = ["column.task", "column.act", "column.role", "column.due", "column.left:"]
    # What nobody has used yet takes no place.
    columns += ["column.holder"] * held + ["column.mark"] * marked
    # Years that overlap have tasks of the same name.
    several = len({task.book for task in page.tasks}) > 1
    rows = (_row(task, held=held, marked=marked) for task in page.tasks)
    if several:
        rows = ([*row, task.book] for row, task in zip(rows, page.tasks, strict=True))
    voice.table([*columns, *["column.book"] * several], rows)
    counts = {"count": page.count, "overdue": page.overdue, "week": page.week}
    voice.note("task.counted", **{name: str(count) for name, count in counts.items()})
    if page.pages > 1:
        voice.note("task.page", page=str(page.number), pages=str(page.pages))


def _row(task: OpenTask, *, held: bool, marked: bool) -> list[str]:
    urgent = voice.text("task.urgent") if task.urgent else ""
    act, role = voice.text(f"act.{task.act}"), voice.text(f"role.{task.role}")
    return [task.id, act, role, _due(task), str(task.days_left), *[task.holder or ""] * held, *[urgent] * marked]


def _due(task: OpenTask) -> str:
    """A day that a document put off stands before the day that it replaced; what waits in the inbox is said to."""
    due = task.due if task.due_first is None else voice.text("task.extended", due=task.due, before=task.due_first)
    return due if task.received_at is None else voice.text("task.received", due=due, at=moment(task.received_at))
