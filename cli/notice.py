"""`jixiao notice`: the bureau's notices (通知), on the record."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from app.date_orders import Sender, issue_notice, list_notices
from app.settings import Settings
from cli.dates_shown import show_notices
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key, Who
from cli.receipts import tell_receipt
from cli.speaking import print_json
from models.date_orders import IssueNotice

commands = typer.Typer(help="通知：登记与查看 / Notices: put on the record, list", no_args_is_help=True)


@commands.command("issue")
def issue(
    login: Who,
    number: Annotated[str, typer.Option("--number", help="文号 / its number")],
    issued_on: Annotated[str, typer.Option("--date", help="成文日期 YYYY-MM-DD / its date")],
    title: Annotated[str, typer.Option("--title", help="标题，不写人名 / its title, no names")],
    opens: Annotated[list[str], typer.Option("--opens", help="所开启的阶段 / the phase that it opens")],
    template: Annotated[str, typer.Option("--template", help="模板版本 / version of the template")] = "",
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """登记通知 / Put a notice on the record; early or late issue stands beside it."""
    _, desk = existing_desk()
    wanted = IssueNotice(number=number, issued_on=issued_on, title=title, template=template, opens=tuple(opens))
    sent = issue_notice(Settings(), desk, Sender(one_book(desk, book), login, key), wanted)
    tell_receipt(sent.receipt, sent.key, as_json=as_json)


@commands.command("list")
def listed(book: Book = None, as_json: AsJson = False) -> None:
    """查看通知 / The notices of a book, and how their dates stand to the phases that they open."""
    _, desk = existing_desk()
    notices = list_notices(desk, one_book(desk, book))
    if as_json:
        print_json(
            {
                "notices": [
                    {**one.model_dump(exclude={"document"}), "phases": json.loads(one.document)} for one in notices
                ]
            }
        )
    else:
        show_notices(notices)
