"""`jixiao carry`: what is copied in from last year's book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.carrying import Carrying, carry_facts, list_carried
from app.settings import Settings
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import receipt_json, show_receipt
from cli.scores import BLANK
from cli.speaking import listed, print_json, voice

if TYPE_CHECKING:
    from app.carrying import ShownCopy

commands = typer.Typer(help="上年：转入上年账册的数据 / Copy last year's facts", no_args_is_help=True)


@commands.command("facts")
def facts(
    login: Annotated[str, typer.Option("--as", help="绩效管理科室 / the performance office")],
    department: Annotated[str | None, typer.Option("--department", help="只转入此部门 / this one only")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """转入上年账册的得分、数据和问题 / Copy score, figures and findings of last year's book, with their records."""
    _, desk = existing_desk()
    done = carry_facts(Settings(), desk, Carrying(one_book(desk, book), login, department, key))
    if as_json:
        print_json({"receipts": [receipt_json(receipt, request) for receipt, request in done]})
        return
    for receipt, request in done:
        show_receipt(receipt, request)


@commands.command("list")
def list_(login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """列出转入的上年数据 / What stands copied, from which record, and which findings repeat."""
    _, desk = existing_desk()
    look_at(desk, Look("carry list", login), book)
    found = list_carried(desk, one_book(desk, book))
    if as_json:
        print_json({"copies": [one.to_data() for one in found]})
        return
    if not found:
        voice.say("carry.none")
    for one in found:
        _show(one)


def _show(shown: ShownCopy) -> None:
    copy = shown.copy
    voice.say(
        "carry.line",
        department=shown.department,
        record=str(shown.sequence),
        source=copy.source,
        until=str(copy.until),
        total=BLANK if copy.score is None else copy.score.total,
        grade=BLANK if copy.score is None else copy.score.grade,
    )
    for fact in copy.facts:
        voice.say("carry.fact", input=fact.input, value=f"{fact.value}{fact.unit}", sequence=str(fact.sequence))
    for finding in copy.findings:
        state = voice.word("finding-state", finding.state)
        voice.say("carry.finding", finding=finding.finding, row=finding.row, state=state)
    if copy.missing:
        voice.say("carry.missing", inputs=listed(copy.missing))
    if shown.repeated:
        voice.say("carry.repeated", findings=listed(shown.repeated))
