"""`jixiao deadline`: more time, on the strength of a document."""

from __future__ import annotations

from typing import Annotated

import typer

from app.extension import Extending, extend_deadline
from app.settings import Settings
from cli.opening import existing_desk
from cli.options import AsJson, Key, Who
from cli.receipts import tell_receipt

commands = typer.Typer(help="期限：凭文件延期 / Extend a deadline by a document", no_args_is_help=True)


@commands.callback()
def deadline() -> None:
    """期限：凭文件延期 / Extend a deadline by a document."""


@commands.command("extend")
def extend(  # one parameter for each option of the command
    login: Who,
    department: Annotated[str, typer.Option("--department", help="部门 / department")],
    matter: Annotated[str, typer.Option("--matter", help="事项，如 self-evaluation / the matter that waits")],
    to: Annotated[str, typer.Option("--to", help="新的截止日期 YYYY-MM-DD / the new due day")],
    document: Annotated[str, typer.Option("--document", help="文号或文件名，不写人名 / number or title, no names")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
    book: Annotated[str, typer.Option("--book", help="账册 / book")],
    act: Annotated[str | None, typer.Option("--act", help="只延此办理事项 / only if this act is awaited")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """凭文件延长期限 / Put a due day off: who, why, until when; the record names the document."""
    _, desk = existing_desk()
    wanted = Extending(book, login, department, matter, to, document, reason, act, key)
    receipt = extend_deadline(Settings(), desk, wanted)
    tell_receipt(receipt, wanted.request, as_json=as_json)
