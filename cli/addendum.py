"""`jixiao addendum`: let a sealed book be added to, on the strength of a document."""

from __future__ import annotations

from typing import Annotated

import typer

from app.access.record import Look
from app.sealing import Authorising, authorise_addendum, list_addenda
from app.settings import Settings
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt
from cli.speaking import print_json, voice

commands = typer.Typer(help="补充记录：封账后凭文件补记 / Add to a sealed book by a document", no_args_is_help=True)


@commands.command("authorise")
def authorise(
    login: Annotated[str, typer.Option("--as", help="绩效管理科室 / the performance office")],
    document: Annotated[str, typer.Option("--document", help="文号，不写人名 / the document's number, no names")],
    title: Annotated[str, typer.Option("--title", help="文件名，不写人名 / its title, no names")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
    book: Book = None,
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    matter: Annotated[list[str] | None, typer.Option("--matter", help="可重办的事项 / a matter to take up")] = None,
    corrections: Annotated[bool, typer.Option("--corrections", help="允许更正 / let records be corrected")] = False,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """准许补充记录 / Authorise an addendum: who, why, by which document, and what it may touch."""
    _, desk = existing_desk()
    wanted = Authorising(
        book=one_book(desk, book),
        login=login,
        document=document,
        title=title,
        reason=reason,
        department=department,
        matters=tuple(matter or ()),
        corrections=corrections,
        key=key,
    )
    receipt = authorise_addendum(Settings(), desk, wanted)
    tell_receipt(receipt, wanted.request, as_json=as_json)


@commands.command("list")
def list_(login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """列出补充记录 / Every addendum of a book and whether it is open."""
    _, desk = existing_desk()
    look_at(desk, Look("addendum list", login), book)
    found = list_addenda(desk, one_book(desk, book))
    if as_json:
        print_json({"addenda": found})
        return
    if not found:
        voice.say("addendum.none")
    for one in found:
        said = {name: str(value) for name, value in one.items() if name in ("number", "document", "title", "sequence")}
        voice.say("addendum.line", **said, state=voice.word("addendum-state", str(one["state"])))
