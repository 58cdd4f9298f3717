"""`jixiao`: the commands, and the one place where errors become sentences."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Final, NoReturn

import typer

from app.messages import languages
from cli.ending import end_process
from cli.exit_codes import OK, REFUSED, USAGE
from cli.failures import explain, is_ours
from cli.speaking import listed, voice

# Each command lives in the module of its name. Only the one that is asked for is loaded: scoring a file should not
# wait for a workflow engine to be imported.
_SINGLE: Final = ("up", "rehearse", "score", "evaluate")
_GROUPS: Final = ("rubric", "task", "evidence", "deadline", "audit")


def choose_language(
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
) -> None:
    """Set the language of every message; the default comes from the environment."""
    if lang is None:
        return
    if lang not in languages():
        voice.note("cli.unknown-language", given=lang, known=listed(languages()))
        raise typer.Exit(USAGE)
    voice.language = lang


def commands(arguments: list[str]) -> typer.Typer:
    """The command tree, as much of it as the arguments can ask for."""
    tree = typer.Typer(
        name="jixiao",
        help="部门整体支出绩效：评分、周期、台账 / The yearly budget-performance cycle, scored and on the record",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    tree.callback()(choose_language)
    asked = [name for name in (*_SINGLE, *_GROUPS) if name in arguments] or [*_SINGLE, *_GROUPS]
    for name in asked:
        module = import_module(f"cli.{name}")
        if name in _SINGLE:
            tree.command(name)(getattr(module, name))
        else:
            tree.add_typer(module.commands, name=name)
    return tree


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; an error of ours ends with its sentence, not with a trace."""
    try:
        commands(arguments)(arguments, prog_name="jixiao")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else OK
    except Exception as error:
        if is_ours(error):
            return explain(error)
        raise
    return OK


def main() -> NoReturn:
    """The program: a command, and then the end of the process."""
    try:
        code = run(sys.argv[1:])
    except BaseException:  # noqa: BLE001  # whatever it is, it is shown, and the process ends
        sys.excepthook(*sys.exc_info())
        code = REFUSED
    end_process(code)


if __name__ == "__main__":
    main()
