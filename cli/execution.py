"""`jixiao execution`: monthly execution imported from the treasury's system, and what a department's figures are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.date_orders import Sender
from app.execution import department_execution, import_execution
from app.settings import Settings
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt
from cli.speaking import print_json, voice

if TYPE_CHECKING:
    from app.execution import DepartmentExecution

commands = typer.Typer(help="执行数据：按月导入与查看 / Monthly execution: import, list", no_args_is_help=True)


@commands.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV 文件，UTF-8 / the file")],
    login: Annotated[str, typer.Option("--as", help="绩效管理科室 / the performance office")],
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """导入月度执行数据 / Take in a file of monthly execution, all of it or nothing; a later one supersedes."""
    _, desk = existing_desk()
    sent = import_execution(Settings(), desk, Sender(one_book(desk, book), login, key), file)
    tell_receipt(sent.receipt, sent.key, as_json=as_json)


@commands.command("list")
def list_(
    department: Annotated[str, typer.Argument(help="部门 / department")],
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """查看执行数据，以及监控填报与之不符之处 / A department's execution, and where its monitoring filings differ."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    look_at(desk, Look("execution list", login, department), chosen)
    found = department_execution(desk, chosen, department)
    if as_json:
        differing = [one._asdict() for one in found.differences]
        print_json({"execution": [one.to_data() for one in found.lines], "differences": differing})
    else:
        _show(found)


def _show(found: DepartmentExecution) -> None:
    if not found.lines:
        voice.say("execution.none")
        return
    voice.table(
        (
            "column.month",
            "column.source",
            "column.initial",
            "column.adjusted",
            "column.spent",
            "column.record",
            "column.state",
        ),
        (
            (
                one.line.month,
                voice.text(f"fund-source.{one.line.source}"),
                one.line.initial,
                one.line.adjusted,
                one.line.spent,
                str(one.line.sequence),
                voice.text("execution.superseded") if one.superseded else "",
            )
            for one in found.lines
        ),
    )
    for differing in found.differences:
        voice.say("execution.differs", **differing._asdict())
