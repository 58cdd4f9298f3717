"""`jixiao collect`: a department asks its divisions for figures and evidence, and takes what they bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import collecting
from app.access.record import Look
from app.collecting import Asking, Contact, Hand
from app.collections import gathered, list_collections, write_facts
from app.settings import Settings
from cli.bulk import end_with
from cli.collected import show_collections, show_gathered
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key, Who
from cli.progress import counting
from cli.receipts import receipt_json, show_receipt
from cli.speaking import listed, print_json, voice

if TYPE_CHECKING:
    from app.collecting import Sent

commands = typer.Typer(help="收集：向科室和下属单位收集数据 / Collect from divisions", no_args_is_help=True)

Department = Annotated[str, typer.Argument(help="部门 / department")]
Matter = Annotated[str, typer.Argument(help="收集任务，如 collection/office/2022-03-10 / the collection")]
Phase = Annotated[str | None, typer.Option("--phase", help="只看此阶段 / only of this phase")]
Opinion = Annotated[str | None, typer.Option("--opinion", help="意见 / opinion")]


@commands.command("appoint")
def appoint(
    department: Department,
    login: Annotated[str, typer.Option("--as", help="安全管理员 / the security officer, who approves")],
    to: Annotated[str, typer.Option("--to", help="填报联系人 / who becomes the contact")],
    division: Annotated[str, typer.Option("--division", help="科室或下属单位代号 / id of the division")],
    division_name: Annotated[str, typer.Option("--called", help="其名称 / what it is called")],
    first: Annotated[str, typer.Option("--from", help="起日 YYYY-MM-DD / first day")],
    last: Annotated[str | None, typer.Option("--until", help="止日 YYYY-MM-DD / last day")] = None,
    name: Annotated[str | None, typer.Option("--name", help="新登记人员的姓名 / registers a new person")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """任命科室的填报联系人 / Name the contact of a division or sub-unit, and with that the division itself."""
    hand = _hand(department, login, book, key)
    _show(collecting.appoint_contact(hand, Contact(to, division, division_name, first, last, name)), as_json=as_json)


@commands.command("ask")
def ask(
    department: Department,
    login: Who,
    of: Annotated[list[str], typer.Option("--of", help="DIVISION=LOGIN，可多次 / whom to ask, once or more")],
    due: Annotated[str, typer.Option("--due", help="内部截止日期 YYYY-MM-DD / a day before your own deadline")],
    inputs: Annotated[list[str] | None, typer.Option("--input", help="所需数据 / an input of the rubric")] = None,
    rows: Annotated[list[str] | None, typer.Option("--row", help="需佐证的指标 / a row to bring evidence for")] = None,
    phase: Annotated[str, typer.Option("--phase", help="用于何项报送 / for which filing")] = "self-evaluation",
    words: Annotated[str | None, typer.Option("--words", help="说明 / what to say besides")] = None,
    name: Annotated[str | None, typer.Option("--id", help="编号，不写则用截止日期 / its id, else the due day")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """向科室下达收集任务，可一次多个 / Ask divisions for figures and evidence, each by a request of its own."""
    hand = _hand(department, login, book, key)
    wanted = Asking(phase, tuple(of), due, tuple(inputs or ()), tuple(rows or ()), name, words)
    with counting("bulk.progress", hand.book) as tell:
        results = list(collecting.ask(hand, wanted, tell))
    end_with(results, as_json=as_json)


@commands.command("answer")
def answer(
    department: Department,
    matter: Matter,
    login: Who,
    facts: Annotated[
        Path | None, typer.Option("--facts", help="数据文件 / facts file", exists=True, dir_okay=False)
    ] = None,
    evidence: Annotated[list[str] | None, typer.Option("--evidence", help="ROW=FILE，佐证 / proof of a row")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """答复收集任务 / Bring what your division was asked for; other figures of the file are left out."""
    sent = collecting.answer(_hand(department, login, book, key), matter, facts, tuple(evidence or ()))
    if sent.left_out:
        voice.note("collect.left-out", inputs=listed(sent.left_out))
    _show(sent, as_json=as_json)


@commands.command("return")
def return_(
    department: Department,
    matter: Matter,
    login: Who,
    opinion: Annotated[str, typer.Option("--opinion", help="意见 / opinion")],
    due: Annotated[str | None, typer.Option("--due", help="新的内部截止日期 / another day, else the same")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """退回所报数据 / Send back what a division brought, with an opinion."""
    sent = collecting.settle(_hand(department, login, book, key), "return", matter, opinion, due)
    _show(sent, as_json=as_json)


@commands.command("accept")
def accept(
    department: Department,
    matter: Matter,
    login: Who,
    opinion: Opinion = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """采用所报数据 / Accept what a division brought."""
    _show(collecting.settle(_hand(department, login, book, key), "accept", matter, opinion), as_json=as_json)


@commands.command("cancel")
def cancel(
    department: Department,
    matter: Matter,
    login: Who,
    opinion: Opinion = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """取消收集任务 / Ask for it no longer."""
    _show(collecting.settle(_hand(department, login, book, key), "cancel", matter, opinion), as_json=as_json)


@commands.command("list")
def list_(
    login: Login = None,
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    late: Annotated[bool, typer.Option("--late", help="只列迟交和逾期的 / only late and overdue ones")] = False,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """列出收集任务 / What was asked of which division and how it stands; a contact sees only his own."""
    _, desk = existing_desk()
    look_at(desk, Look("collect list", login, department, own=True), book)
    found = list_collections(desk, book, department, login, late=late)
    if as_json:
        print_json({"collections": [one.to_data() for one in found]})
    else:
        show_collections(found)


@commands.command("show")
def show(
    department: Department, login: Login = None, phase: Phase = None, book: Book = None, as_json: AsJson = False
) -> None:
    """查看已采用的数据 / The figures that were accepted, each with its division and record."""
    _, desk = existing_desk()
    named = one_book(desk, book)
    look_at(desk, Look("collect show", login, department), named)
    found = gathered(desk, named, department, login, phase)
    if as_json:
        print_json(found.to_data())
    else:
        show_gathered(found)


@commands.command("export")
def export(
    department: Department,
    out: Annotated[Path, typer.Option("--out", "-o", help="写入的数据文件 .json / the facts file to write")],
    login: Login = None,
    own: Annotated[
        Path | None,
        typer.Option("--into", help="并入本部门数据 / your own facts file", exists=True, dir_okay=False),
    ] = None,
    phase: Phase = None,
    book: Book = None,
) -> None:
    """导出为数据文件，供 task do --facts 使用 / Write what was accepted as a facts file for task do."""
    _, desk = existing_desk()
    named = one_book(desk, book)
    look_at(desk, Look("collect export", login, department, exported=True), named)
    found = gathered(desk, named, department, login, phase)
    replaced = write_facts(found, department, own, out)
    voice.say("collect.exported", file=str(out), count=str(len(found.facts)))
    if replaced:
        voice.note("collect.replaced", inputs=listed(replaced))
    if found.contested:
        voice.note("collect.contested", inputs=listed(tuple(found.contested)))


def _hand(department: str, login: str, book: str | None, key: str | None) -> Hand:
    _, desk = existing_desk()
    return Hand(Settings(), desk, one_book(desk, book), department, login, key)


def _show(sent: Sent, *, as_json: bool) -> None:
    if as_json:
        print_json({**receipt_json(sent.receipt, sent.key), "left_out": list(sent.left_out)})
    else:
        show_receipt(sent.receipt, sent.key)
