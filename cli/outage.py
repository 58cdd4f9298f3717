"""`jixiao outage`: the service was down, and what was due within is put off for everybody."""

from __future__ import annotations

from typing import Annotated

import typer

from app.date_orders import Down, Sender, record_outage
from app.settings import Settings
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key, Who
from cli.receipts import tell_receipt

commands = typer.Typer(help="停机：凭文件统一延期 / The service was down: extend for everybody", no_args_is_help=True)


@commands.callback()
def outage() -> None:
    """停机：凭文件统一延期 / The service was down: extend for everybody."""


@commands.command("record")
def record(
    login: Who,
    from_day: Annotated[str, typer.Option("--from", help="停机首日 YYYY-MM-DD / its first day")],
    to_day: Annotated[str, typer.Option("--to", help="停机末日 YYYY-MM-DD / its last day")],
    document: Annotated[str, typer.Option("--document", help="文号或文件名，不写人名 / number or title, no names")],
    reason: Annotated[str, typer.Option("--reason", help="事由 / what happened")],
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """登记停机 / Put off whatever was due within the outage, each by a record of its own."""
    _, desk = existing_desk()
    sender = Sender(one_book(desk, book), login, key)
    sent = record_outage(Settings(), desk, sender, Down(from_day, to_day, document, reason))
    tell_receipt(sent.receipt, sent.key, as_json=as_json)
