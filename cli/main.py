"""`jixiao`: the commands, and the one place where errors become sentences."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.messages import languages
from cli import audit, rehearse, rubric, score, task, up
from cli.exit_codes import USAGE
from cli.failures import KNOWN, explain
from cli.speaking import voice

commands = typer.Typer(
    name="jixiao",
    help="部门整体支出绩效：评分、周期、台账 / The yearly budget-performance cycle, scored and on the record",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
commands.command("up")(up.up)
commands.command("rehearse")(rehearse.rehearse)
commands.command("score")(score.score)
commands.add_typer(rubric.commands, name="rubric")
commands.add_typer(task.commands, name="task")
commands.add_typer(audit.commands, name="audit")


@commands.callback()
def choose_language(
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
) -> None:
    """Set the language of every message; the default comes from the environment."""
    if lang is None:
        return
    if lang not in languages():
        voice.note("cli.unknown-language", given=lang, known="、".join(languages()))
        raise typer.Exit(USAGE)
    voice.language = lang


def main() -> None:
    """Run a command; an error of ours ends with its sentence, not with a trace."""
    try:
        commands()
    except KNOWN as error:
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
