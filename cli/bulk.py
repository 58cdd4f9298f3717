"""`jixiao bulk`: remind, return, extend and export for many departments, with a result for each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app import bulk_orders
from app.access.record import record_look
from app.bulk import Selection
from app.bulk_orders import Bulk
from app.settings import Settings
from cli.exit_codes import OUTAGE, REFUSED
from cli.failures import worded
from cli.looking import Login, export_look
from cli.opening import existing_desk
from cli.options import AsJson, Key, Who
from cli.progress import counting
from cli.speaking import print_json, voice
from cli.waiting import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.bulk import ItemResult

commands = typer.Typer(help="批量：催办、退回、延期、导出 / For many departments at once", no_args_is_help=True)

# As people type a list, in either width.
_BETWEEN: Final = re.compile(r"[,，、;；\s]+")

Book = Annotated[str, typer.Option("--book", help="账册 / book")]
Departments = Annotated[str, typer.Option("--departments", help="部门，逗号分隔 / departments: a,b")]
Everyone = Annotated[bool, typer.Option("--all", help="所有部门 / all departments")]
Overdue = Annotated[bool, typer.Option("--overdue", help="只办已逾期的 / only where the act awaited is late")]
Matter = Annotated[str | None, typer.Option("--matter", help="事项，如 targets / the matter")]
TheMatter = Annotated[str, typer.Option("--matter", help="事项，如 targets / the matter")]


@commands.command("remind")
def remind(
    login: Who,
    book: Book,
    departments: Departments = "",
    everyone: Everyone = False,
    overdue: Overdue = False,
    matter: Matter = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """批量催办 / Ask for what is awaited."""
    selection = _selection(book, departments, matter, everyone=everyone, overdue=overdue)
    _run(login, selection, key, bulk_orders.remind, as_json=as_json)


@commands.command("return")
def return_(
    login: Who,
    book: Book,
    matter: TheMatter,
    opinion: Annotated[str, typer.Option("--opinion", help="意见 / opinion")],
    departments: Departments = "",
    everyone: Everyone = False,
    overdue: Overdue = False,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """批量退回 / Return what was filed in a matter."""
    selection = _selection(book, departments, matter, everyone=everyone, overdue=overdue)
    # The review is where a self-evaluation is returned.
    act = "self-evaluation.return" if matter == "review" else f"{matter.partition('/')[0]}.return"
    _run(login, selection, key, lambda bulk: bulk_orders.return_(bulk, act, opinion), as_json=as_json)


@commands.command("extend")
def extend(
    login: Who,
    book: Book,
    matter: TheMatter,
    to: Annotated[str, typer.Option("--to", help="新的截止日期 YYYY-MM-DD / the new due day")],
    document: Annotated[str, typer.Option("--document", help="文号或文件名，不写人名 / number or title, no names")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
    departments: Departments = "",
    everyone: Everyone = False,
    overdue: Overdue = False,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """批量凭文件延期 / Put the due day of a matter off by a document."""
    selection = _selection(book, departments, matter, everyone=everyone, overdue=overdue)
    _run(login, selection, key, lambda bulk: bulk_orders.extend(bulk, to, document, reason), as_json=as_json)


@commands.command("export")
def export(
    book: Book,
    output: Annotated[Path, typer.Option("--output", "-o", help="文件夹 / folder")],
    login: Login = None,
    departments: Departments = "",
    everyone: Everyone = False,
    overdue: Overdue = False,
    matter: Matter = None,
    as_json: AsJson = False,
) -> None:
    """批量导出得分证明 / Write the proof of each score into a folder."""
    _, desk = existing_desk()
    record_look(desk, [book], export_look("bulk export", login))
    selection = _selection(book, departments, matter, everyone=everyone, overdue=overdue)
    _run(login or "", selection, None, lambda bulk: bulk_orders.export(bulk, output), as_json=as_json)


def _selection(book: str, departments: str, matter: str | None, *, everyone: bool, overdue: bool) -> Selection:
    named = tuple(one for one in _BETWEEN.split(departments) if one)
    return Selection(book, named, everyone, overdue, matter)


def _run(
    login: str,
    selection: Selection,
    key: str | None,
    do: Callable[[Bulk], Iterable[ItemResult]],
    *,
    as_json: bool,
) -> None:
    """Do it and show what became of each item."""
    _, desk = existing_desk()
    with counting("bulk.progress", selection.book) as tell:
        results = list(do(Bulk(Settings(), desk, login, selection, tell, key)))
    end_with(results, as_json=as_json)


def end_with(results: list[ItemResult], *, as_json: bool) -> None:
    """Show a line for each item, and end with the gravest exit code of any."""
    if as_json:
        print_json({"items": [one.to_data() for one in results]})
    else:
        _show(results)
    states = {one.standing for one in results}
    if "outage" in states:
        raise typer.Exit(OUTAGE)
    if "refused" in states:
        raise typer.Exit(REFUSED)


def _show(results: list[ItemResult]) -> None:
    if not results:
        voice.say("bulk.nothing")
        return
    columns = ("column.department", "column.matter", "column.over", "column.result")
    voice.table(columns, ((one.department, one.matter, _state(one), _said(one)) for one in results))
    done = sum(one.standing == "done" for one in results)
    voice.note("bulk.counted", done=str(done), failed=str(len(results) - done))


def _state(one: ItemResult) -> str:
    return voice.text(f"bulk-state.{one.standing}")


def _said(one: ItemResult) -> str:
    params = dict(one.params or {})
    if one.standing == "waiting":
        params["received_at"] = moment(params["received_at"])
    return voice.fill(one.code, worded(one.code, params)) if one.code else one.what
