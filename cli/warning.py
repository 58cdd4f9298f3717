"""`jixiao warning`: the monitoring warnings of a book and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.warnings_raised import list_warnings
from cli.looking import Login, look_at
from cli.opening import existing_desk
from cli.options import AsJson, Book
from cli.speaking import print_json, voice
from deadlines.local_time import local_date
from models.values import instant

if TYPE_CHECKING:
    from app.warnings_raised import ListedWarning

commands = typer.Typer(help="监控预警 / Monitoring warnings", no_args_is_help=True)


@commands.command("list")
def list_(
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    suspended: Annotated[bool, typer.Option("--suspended", help="只看暂停执行的 / only what is suspended")] = False,
    unsettled: Annotated[bool, typer.Option("--open", help="只看未办结的 / only what is not settled yet")] = False,
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """列出预警及其办理 / Every warning: its window, colour and state, and whether it suspends what it is about."""
    _, desk = existing_desk()
    look_at(desk, Look("warning list", login, department), book)
    found = list_warnings(desk, book, department, suspended=suspended, unsettled=unsettled)
    if as_json:
        print_json({"warnings": [one.to_data() for one in found]})
    elif not found:
        voice.say("warning.none")
    else:
        _show(found)


def _show(found: list[ListedWarning]) -> None:
    voice.table(
        ("column.matter", "column.department", "column.warning", "column.colour", "column.state", "column.due"),
        (
            (
                one.row.matter,
                one.row.department,
                one.row.name,
                voice.word("colour", one.row.colour),
                _state(one),
                one.due or "",
            )
            for one in found
        ),
    )


def _state(one: ListedWarning) -> str:
    state = voice.text(f"warning-state.{one.row.state}")
    if one.suspended and one.row.suspended_at is not None:
        since = local_date(instant(one.row.suspended_at)).isoformat()
        return voice.text("warning.suspended", state=state, since=since)
    if one.row.state == "raised" and one.row.acknowledged_at is not None:
        day = local_date(instant(one.row.acknowledged_at)).isoformat()
        return voice.text("warning.noted", state=state, day=day)
    return state
