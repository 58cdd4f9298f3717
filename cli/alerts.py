"""`jixiao task alerts`: what was said to a person's roles, or to everybody's, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.alerts import Which, list_alerts
from app.task_filters import require_known
from cli.act_about import cause_word
from cli.looking import Login, look_at
from cli.moments import day_given
from cli.opening import existing_desk
from cli.options import AsJson, Book
from cli.speaking import print_json, voice
from deadlines.local_time import local_date
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.alerts import ToldAlert


def alerts(
    login: Login = None,
    book: Book = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="列出全部人员的，不限本人角色 / everybody's, not only those of my roles")
    ] = False,
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    since: Annotated[str | None, typer.Option("--since", help="YYYY-MM-DD，该日起 / from this day on")] = None,
    as_json: AsJson = False,
) -> None:
    """列出提醒、催办和通知 / What was said to a person's roles, the newest first."""
    _, desk = existing_desk()
    which = Which(book, department, None if since is None else day_given(since))
    require_known(desk, department=department)
    look_at(desk, Look("task alerts", login, department, own=not everyone), book)
    told = list_alerts(desk, which, None if everyone else login)
    if as_json:
        print_json({"alerts": [alert.to_data() for alert in told]})
    else:
        _show(told)


def _show(told: Sequence[ToldAlert]) -> None:
    """One line for each, with the day in Shanghai on which it was said."""
    if not told:
        voice.say("alert.none")
        return
    held = any(alert.holder for alert in told)
    columns = ["column.day", "column.department", "column.what", "column.act", "column.matter", "column.due"]
    voice.table(
        [*columns, *["column.holder"] * held],
        (
            (
                local_date(instant(alert.at)).isoformat(),
                alert.department,
                voice.text(f"alert.{alert.kind}", days=str(alert.days)),
                cause_word(alert.act),
                alert.matter,
                alert.due,
                *[alert.holder or ""] * held,
            )
            for alert in told
        ),
    )
