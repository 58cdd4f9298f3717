"""`jixiao delivery`: what was delivered to whom, and sending again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.delivery.listing import list_messages, not_sent, send_again
from app.delivery.post import Post
from cli.looking import Login, look_at
from cli.not_sent import show_not_sent
from cli.opening import existing_desk
from cli.options import AsJson
from cli.speaking import listed, print_json, voice
from deadlines.local_time import local_minute
from models.values import instant

if TYPE_CHECKING:
    from app.delivery.listing import ShownMessage

commands = typer.Typer(help="投递：查看、重投 / What was delivered, sending again", no_args_is_help=True)


@commands.command("list")
def list_(
    login: Login = None,
    failed: Annotated[bool, typer.Option("--failed", help="只列未投成的 / only what did not arrive")] = False,
    as_json: AsJson = False,
) -> None:
    """列出投递情况 / Messages and their attempts; what rehearsals would have sent."""
    _, desk = existing_desk()
    look_at(desk, Look("delivery list", login), None)
    messages, rehearsed = list_messages(desk, wrong=failed), not_sent(desk)
    if as_json:
        kept = [{"book": one.book, "notices": one.notices, "people": one.people} for one in rehearsed]
        print_json({"messages": [one.to_data() for one in messages], "rehearsed": kept})
        return
    show_not_sent(rehearsed)
    if not messages:
        voice.say("delivery.none")
        return
    columns = (
        "column.message",
        "column.person",
        "column.contact",
        "column.notices:",
        "column.state",
        "column.attempts",
    )
    voice.table(columns, map(_cells, messages))


@commands.command("retry")
def retry(
    messages: Annotated[
        list[str] | None, typer.Argument(help="消息编号，缺省为全部 / messages, by default all")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """重投未成的消息 / Send again what failed or was given up, under the same keys."""
    settings, desk = existing_desk()
    count = send_again(Post(desk, settings.contacts), messages or ())
    if as_json:
        print_json({"messages": count})
    else:
        voice.say("delivery.again", count=str(count))


def _cells(one: ShownMessage) -> tuple[str, ...]:
    person = one.login or listed(voice.text(f"role.{role}") for role in one.roles)
    last = one.attempts[-1] if one.attempts else None
    tried = "" if last is None else f"{len(one.attempts)}: {local_minute(instant(last.at))} {last.answer}"
    return one.message or "-", person, one.contact or "-", str(one.notices), voice.text(f"sending.{one.state}"), tried
