"""`jixiao task claim|release|reassign|mark|delegate`: who does a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app import holding
from app.holding import Delegation, OnTask
from app.settings import Settings
from cli.opening import existing_desk
from cli.options import AsJson, Book, Key, Who
from cli.receipts import tell_receipt

if TYPE_CHECKING:
    from app.holding import Ordered

TaskId = Annotated[str, typer.Argument(help="任务编号 / task id")]


def claim(task: TaskId, login: Who, book: Book = None, key: Key = None, as_json: AsJson = False) -> None:
    """签收任务，此后只由签收人办理 / Take a task on: from now on only you do it."""
    _, desk = existing_desk()
    _show(holding.claim(Settings(), desk, OnTask(task, login, book, key)), as_json=as_json)


def release(task: TaskId, login: Who, book: Book = None, key: Key = None, as_json: AsJson = False) -> None:
    """退签任务 / Give a task back to everybody of its role."""
    _, desk = existing_desk()
    _show(holding.release(Settings(), desk, OnTask(task, login, book, key)), as_json=as_json)


def reassign(
    task: TaskId,
    login: Who,
    to: Annotated[str, typer.Option("--to", help="转给谁 / to whom")],
    reason: Annotated[str | None, typer.Option("--reason", help="理由，绩效办必填 / why; the office must say")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """转办任务 / Give a task to a person of its role, or take it over."""
    _, desk = existing_desk()
    _show(holding.reassign(Settings(), desk, OnTask(task, login, book, key), to, reason), as_json=as_json)


def mark(
    task: TaskId,
    login: Who,
    normal: Annotated[bool, typer.Option("--normal", help="取消加急 / take the mark away")] = False,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """标记任务加急 / Mark a task as urgent, or take the mark away."""
    _, desk = existing_desk()
    _show(holding.mark(Settings(), desk, OnTask(task, login, book, key), urgent=not normal), as_json=as_json)


def delegate(
    login: Annotated[str, typer.Option("--as", help="安全管理员 / the security officer, who approves")],
    to: Annotated[str, typer.Option("--to", help="代办人 / who acts meanwhile")],
    role: Annotated[str, typer.Option("--role", help="角色，如 filler / role")],
    first: Annotated[str, typer.Option("--from", help="起日 YYYY-MM-DD / first day")],
    last: Annotated[str, typer.Option("--until", help="止日 YYYY-MM-DD / last day")],
    book: Annotated[str, typer.Option("--book", help="账册 / book")],
    department: Annotated[str | None, typer.Option("--department", help="部门，不写为全局 / department")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """外出期间委托代办 / Let another person act for a limited time, while somebody is away."""
    _, desk = existing_desk()
    wanted = Delegation(book, login, to, role, first, last, department, key)
    _show(holding.delegate(Settings(), desk, wanted), as_json=as_json)


def _show(ordered: Ordered, *, as_json: bool) -> None:
    tell_receipt(ordered.receipt, ordered.key, as_json=as_json)
