"""`jixiao erasure`: ask that personal data be erased, and approve it."""

from __future__ import annotations

from typing import Annotated

import typer

from app.erasure.approve import approve_erasure
from app.erasure.request import Asked, request_erasure
from app.retention_schedule import schedule_of
from cli.opening import existing_desk, one_book
from cli.options import AsJson
from cli.speaking import print_json, voice
from models.erasure_payloads import Ground

commands = typer.Typer(help="抹除个人信息：申请、批准 / Erase personal data: ask, approve", no_args_is_help=True)

Book = Annotated[str | None, typer.Option("--book", help="账册 / book, may be left out if there is one")]


@commands.command("request")
def request(
    login: Annotated[str, typer.Option("--as", help="申请人 / who asks")],
    ground: Annotated[Ground, typer.Option("--ground", help="法定事由 / legal ground")],
    person: Annotated[str | None, typer.Option("--person", help="登录名 / a login")] = None,
    text: Annotated[str | None, typer.Option("--text", help="文字的承诺值 / commitment of a text")] = None,
    record: Annotated[int | None, typer.Option("--record", min=1, help="带来文字的记录号 / its record")] = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """申请抹除一段文字或一人的姓名和登录名 / Ask that a text, or a person's name and login, be erased."""
    settings, desk = existing_desk()
    asked = Asked(one_book(desk, book), login, ground, person, text, record)
    sequence = request_erasure(desk, asked, schedule_of(settings))
    if as_json:
        print_json({"book": asked.book, "request": sequence})
    else:
        voice.say("erasure.requested", book=asked.book, sequence=str(sequence))


@commands.command("approve")
def approve(
    request: Annotated[int, typer.Argument(min=1, help="申请的记录号 / the request's record")],
    login: Annotated[
        str, typer.Option("--as", help="安全保密员，非申请人 / a security officer, not the one who asked")
    ],
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """批准并立即抹除 / Approve a request: record and erasure in one step."""
    settings, desk = existing_desk()
    chosen = one_book(desk, book)
    done = approve_erasure(settings, desk, chosen, request, login, schedule_of(settings))
    if as_json:
        print_json({"book": chosen, "sequence": done.sequence, "target": done.target, "wiped": done.wiped})
        return
    voice.say("erasure.approved", book=chosen, sequence=str(done.sequence), target=done.target)
    if not done.wiped:
        voice.note("erasure.not-wiped", request=str(request))
