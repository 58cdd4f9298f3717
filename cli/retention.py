"""`jixiao retention`: how long what is kept, and what may go."""

from __future__ import annotations

import typer

from app.retained import retained
from app.retention_schedule import schedule_of
from cli.opening import existing_desk
from cli.options import AsJson
from cli.scores import BLANK
from cli.speaking import print_json, voice

commands = typer.Typer(help="保管期限：查看 / Retention periods", no_args_is_help=True)


@commands.callback()
def retention() -> None:
    """保管期限：查看 / Retention periods."""


@commands.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出各类材料的保管期限和到期日 / Each class of document: period, source, and what is due."""
    settings, desk = existing_desk()
    schedule = schedule_of(settings)
    found = retained(settings, desk, schedule)
    if as_json:
        print_json({"classes": {name: one.model_dump() for name, one in schedule.items()}, "kept": [*map(vars, found)]})
        return
    voice.table(
        ("column.class", "column.period", "column.basis", "column.book", "column.kept:", "column.due", "column.over"),
        (
            (
                voice.text(f"retention-class.{one.name}"),
                voice.text("retention.permanent") if one.due is None else schedule[one.name].period,
                voice.text(f"retention-basis.{schedule[one.name].basis}"),
                one.book or BLANK,
                str(one.kept),
                one.due or BLANK,
                voice.text("retention.over") if one.over else "",
            )
            for one in found
        ),
    )
