"""`jixiao inbox`: what was received and waits, what became of it, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.inbox.own import acknowledge as close_refusal
from app.inbox.own import list_requests, show_request
from app.inbox.own import withdraw as take_back
from cli.failures import worded
from cli.looking import Login, look_at
from cli.opening import books_of, existing_desk, one_book
from cli.options import AsJson
from cli.receipts import matter_words
from cli.scores import BLANK
from cli.speaking import print_json, voice
from cli.waiting import moment
from models.inbox import ORDER, REFUSED, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.inbox.own import SeenRequest
    from models.inbox import InboxRequest

commands = typer.Typer(help="收件箱：已收件、待处理的请求 / Requests that were received", no_args_is_help=True)

Book = Annotated[str | None, typer.Option("--book", help="账册，只有一册时可省 / book, if there are several")]
Key = Annotated[str, typer.Argument(help="请求的幂等键 / the request's key")]
Who = Annotated[str, typer.Option("--as", help="提交人 / who handed it in")]


@commands.command("list")
def list_(
    login: Login = None,
    book: Book = None,
    waiting: Annotated[bool, typer.Option("--waiting", help="只列尚未入账的 / only what still waits")] = False,
    as_json: AsJson = False,
) -> None:
    """列出收到的请求和处理情况 / Requests in the order in which they were received."""
    _, desk = existing_desk()
    if book is not None:
        books_of(desk, [book])
    look_at(desk, Look("inbox list", login, own=True), book)
    found = list_requests(desk, book, login, waiting=waiting)
    if as_json:
        print_json({"requests": [one.to_data() for one in found]})
        return
    if not found:
        voice.say("inbox.none")
        return
    voice.table(
        ("column.key", "column.act", "column.received", "column.state"),
        ((one.row.key, _act(one.row), moment(one.row.received_at), _state(one.row)) for one in found),
    )


@commands.command("show")
def show(key: Key, login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """查看一项请求 / One request: when it was received, what became of it, and why it was refused."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    found = show_request(desk, chosen, key)
    look_at(desk, Look("inbox show", login, found.row.department or None, own=True), chosen)
    if as_json:
        print_json({"request": found.to_data()})
        return
    row = found.row
    sequence = BLANK if row.sequence is None else str(row.sequence)
    at = moment(row.received_at)
    voice.say("inbox.shown", request=row.key, act=_act(row), received_at=at, what=_state(row), sequence=sequence)
    if row.state == REFUSED:
        show_refused([found])


@commands.command("withdraw")
def withdraw(key: Key, login: Who, book: Book = None, as_json: AsJson = False) -> None:
    """撤回尚未处理的请求 / Take back a request that waits."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    take_back(desk, chosen, key, login)
    if as_json:
        print_json({"book": chosen, "key": key, "state": WITHDRAWN})
    else:
        voice.say("inbox.withdrawn", request=key)


@commands.command("acknowledge")
def acknowledge(key: Key, login: Who, book: Book = None, as_json: AsJson = False) -> None:
    """已知悉退件，不再列为任务 / Close a refusal that you have read."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    close_refusal(desk, chosen, key, login)
    if as_json:
        print_json({"book": chosen, "key": key, "state": REFUSED, "closed": True})
    else:
        voice.say("inbox.acknowledged", request=key)


def show_refused(refused: Sequence[SeenRequest]) -> None:
    """What was refused after it had been received: why, until when it can be mended in time, and its key."""
    for one in refused:
        why = voice.fill(one.row.said or "", worded(one.row.said or "", one.params))
        due = one.due or BLANK
        at = moment(one.row.received_at)
        voice.say("inbox.refused", act=_act(one.row), received_at=at, why=why, due=due, request=one.row.key)
        for code, blanks in one.problems:
            voice.say("inbox.fault", fault=voice.fill(code, blanks))


def _act(row: InboxRequest) -> str:
    """An act in words; an order of the bureau by its name."""
    if row.act.startswith(ORDER):
        return voice.text("inbox.order", order=row.act.removeprefix(ORDER))
    return f"{matter_words(row.matter)}: {voice.text(f'act.{row.act}')}"


def _state(row: InboxRequest) -> str:
    return voice.text(f"inbox-state.{row.state}")
