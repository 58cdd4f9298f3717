"""`jixiao`: the commands, and the one place where errors become sentences."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.errors import AppError
from app.messages import languages
from cli.exit_codes import OK, REFUSED, USAGE
from cli.failures import explain_any
from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Callable

# Each command lives in the module of its name. Only the one that is asked for is loaded: scoring a file should not
# wait for a workflow engine to be imported.
_SINGLE: Final = ("up", "rehearse", "score", "evaluate")
_GROUPS: Final = ("rubric", "task", "evidence", "audit")


def choose_language(
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
) -> None:
    """Set the language of every message; the default comes from the environment."""
    if lang is not None and lang not in languages():
        voice.note("cli.unknown-language", given=lang, known="、".join(languages()))
        raise typer.Exit(USAGE)
    voice.language = lang or voice.language
    _refuse_what_is_no_text(sys.argv[1:])


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


def main() -> None:
    """Run a command; an error ends with its sentence and exit code, not with a trace."""
    _write_any_sign()
    code = _ended(_run)
    unsaid = _ended(sys.stdout.flush)
    if unsaid:
        _write_nothing_more()
    sys.exit(code or unsaid)


def _run() -> None:
    commands(sys.argv[1:])()


def _ended(work: Callable[[], object]) -> int:
    """Do the work; the exit code with which it ended."""
    try:
        work()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else OK if ended.code is None else REFUSED
    except Exception as error:  # noqa: BLE001  # the last place where anything can still be put into words
        return explain_any(error)
    return OK


def _refuse_what_is_no_text(arguments: list[str]) -> None:
    """Bytes that are no text could be neither kept nor shown."""
    for position, argument in enumerate(arguments, start=1):
        shown = argument.encode("utf-8", "backslashreplace").decode()
        if shown != argument:
            raise AppError("cli.not-utf8", position=str(position), given=shown)


def _write_any_sign() -> None:
    """A terminal that knows no 中文 gets its escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write_nothing_more() -> None:
    """What is left for an output that takes nothing would be tried once more at the end of the program."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
