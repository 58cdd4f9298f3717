"""`jixiao audit looked`: who looked at whose data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.looked import who_looked
from app.access.record import OVERSEERS, Look, record_look
from cli.looking import Login
from cli.moments import day_given
from cli.opening import books_of, existing_desk
from cli.options import AsJson
from cli.scores import BLANK
from cli.speaking import print_json, voice
from cli.worded import shown
from deadlines.local_time import local_clock
from models.values import instant

if TYPE_CHECKING:
    from app.access.looked import Looked


def looked(
    book: Annotated[str, typer.Argument(help="账册 / book")],
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    since: Annotated[str | None, typer.Option("--since", help="YYYY-MM-DD")] = None,
    login: Login = None,
    as_json: AsJson = False,
) -> None:
    """查阅记录：谁在何时查阅、导出了谁的数据 / Who read or took away whose data, and when."""
    _, desk = existing_desk()
    first = None if since is None else day_given(since)
    books_of(desk, [book])
    record_look(desk, [book], Look("audit looked", login, department, since, roles=OVERSEERS))
    found = who_looked(desk, book, department, first)
    if as_json:
        print_json({"looked": [one.to_data() for one in found]})
    else:
        _show(found)


def _show(found: list[Looked]) -> None:
    if not found:
        voice.say("access.none")
        return
    voice.table(
        ("column.moment", "column.person", "column.role", "column.did", "column.command", "column.department"),
        (
            (
                local_clock(instant(one.at)).strftime("%Y-%m-%d %H:%M"),
                one.actor if one.actor == "system" else shown(one.name),
                BLANK if one.role == "-" else voice.word("role", one.role),
                voice.text(f"looked.{one.kind}"),
                one.command if one.day is None else f"{one.command} {one.day}",
                one.department or voice.text("access.all"),
            )
            for one in found
        ),
    )
