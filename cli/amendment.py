"""`jixiao amendment`: let a department amend after its year has ended, on the strength of a document."""

from __future__ import annotations

from typing import Annotated

import typer

from app.access.record import Look
from app.amendments import Allowing, allow_amendment, list_allowed
from app.settings import Settings
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt
from cli.speaking import listed, print_json, voice

commands = typer.Typer(help="准许更正：年度结束后凭文件更正 / Amend after the year by a document", no_args_is_help=True)


@commands.command("allow")
def allow(
    department: Annotated[str, typer.Argument(help="部门 / department")],
    row: Annotated[list[str], typer.Option("--row", help="可更正的指标，可多次 / a row, repeatable")],
    until: Annotated[str, typer.Option("--until", help="截止日（含） / the last day, included")],
    login: Annotated[str, typer.Option("--as", help="绩效管理科室 / the performance office")],
    document: Annotated[str, typer.Option("--document", help="文号，不写人名 / the document's number, no names")],
    title: Annotated[str, typer.Option("--title", help="文件名，不写人名 / its title, no names")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """准许部门在年度结束后、封账前更正 / Let a department amend rows after its year, before the seal."""
    _, desk = existing_desk()
    rows = tuple(dict.fromkeys(row))
    wanted = Allowing(one_book(desk, book), login, department, rows, until, document, title, reason, key)
    receipt = allow_amendment(Settings(), desk, wanted)
    tell_receipt(receipt, wanted.request, as_json=as_json)


@commands.command("list")
def list_(login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """列出准许的更正 / Every leave to amend: who, which rows, until when, by which document."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    look_at(desk, Look("amendment list", login), chosen)
    found = list_allowed(desk, chosen)
    if as_json:
        print_json({"amendments": found})
        return
    if not found:
        voice.say("amendment.none")
    for one in found:
        rows = one["rows"]
        said = {name: str(one[name]) for name in ("sequence", "department", "until", "document", "title")}
        voice.say("amendment.line", **said, rows=listed(rows if isinstance(rows, list) else ()))
