"""`jixiao rubric switch`: let running years go on under a corrected rubric, by two people and on the record."""

from __future__ import annotations

from typing import Annotated

import typer

from app.access.record import Look
from app.settings import Settings
from app.switching import Switching, list_switches, propose_switch
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt
from cli.speaking import print_json, voice
from cli.switched import show_switch
from cli.two_people import add_decisions

commands = typer.Typer(help="年中换用：一人提出、一人批准 / Switch running years, by two people", no_args_is_help=True)


@commands.command("propose")
def propose(
    to: Annotated[
        str, typer.Argument(help="换成的评分标准的散列或其开头 / hash of the rubric to take, or its beginning")
    ],
    login: Annotated[str, typer.Option("--as", help="提出人 / who proposes")],
    document: Annotated[str, typer.Option("--document", help="文号或文件名，不写人名 / number or title, no names")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
    left: Annotated[str | None, typer.Option("--from", help="原用的评分标准的散列 / hash of the one to leave")] = None,
    dates: Annotated[
        bool, typer.Option("--dates", help="未开始的阶段也用新日程 / phases still to come take the new dates")
    ] = False,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """提出换用 / Propose the switch; nothing changes until another person approves."""
    _, desk = existing_desk()
    wanted = Switching(one_book(desk, book), login, to, left, document, reason, dates, key)
    tell_receipt(propose_switch(Settings(), desk, wanted), wanted.request, as_json=as_json)


add_decisions(
    commands,
    "switch",
    approving="批准换用 / Approve: every running department goes on under the other rubric, and is scored anew.",
    declining="不予换用 / Decline, with an opinion; every year goes on as it was.",
)


@commands.command("list")
def list_(login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """列出换用 / Every switch: the rubrics, who and why, and what was left over in each department."""
    _, desk = existing_desk()
    look_at(desk, Look("rubric switch list", login), book)
    found = list_switches(desk, book)
    if as_json:
        print_json({"switches": [seen.to_data() for seen in found]})
        return
    if not found:
        voice.say("switch.none")
    for seen in found:
        show_switch(seen)
