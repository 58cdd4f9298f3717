"""`jixiao`: the commands, and the one place where errors become sentences."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from app.errors import AppError
from app.messages import languages
from cli.ending import end_process
from cli.exit_codes import FAULT, OK, REFUSED, USAGE
from cli.failures import explain_any
from cli.help_frames import name_frames
from cli.mistyped import say_mistyped
from cli.speaking import listed, voice

if TYPE_CHECKING:
    from collections.abc import Callable

# Each command lives in the module of its name. Only the one that is asked for is loaded: scoring a file should not
# wait for a workflow engine to be imported.
_SINGLE: Final = ("up", "rehearse", "score", "evaluate", "migrate", "backup", "restore")
_GROUPS: Final = (
    "rubric",
    "task",
    "inbox",
    "draft",
    "bulk",
    "evidence",
    "collect",
    "deadline",
    "sample",
    "carry",
    "result",
    "calendar",
    "outage",
    "notice",
    "execution",
    "warning",
    "correct",
    "amendment",
    "addendum",
    "contact",
    "delivery",
    "audit",
    "erasure",
    "retention",
)


def choose_language(
    context: typer.Context,
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
) -> None:
    """Set the language of every message; the default comes from the environment."""
    if lang is not None and lang not in languages():
        voice.note("cli.unknown-language", given=lang, known=listed(languages()))
        raise typer.Exit(USAGE)
    voice.language = lang or voice.language
    _refuse_what_is_no_text(context.obj)


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


def built(arguments: list[str]) -> Callable[..., object]:
    """The command tree ready to run."""
    tree = typer.main.get_group(commands(arguments))
    name_frames(tree)
    return tree


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; an error ends with its sentence, not with a trace."""
    tree = built(arguments)
    return _ended(lambda: tree(arguments, prog_name="jixiao", obj=arguments, standalone_mode=False), arguments)


def main() -> NoReturn:
    """The program: a command, everything said, and then the end of the process."""
    try:
        _write_any_sign()
        code = run(sys.argv[1:])
        unsaid = _ended(sys.stdout.flush, sys.argv[1:])
    except BaseException:  # noqa: BLE001  # not even its sentence could be said: it is shown, and the process ends
        sys.excepthook(*sys.exc_info())
        code, unsaid = FAULT, OK
    end_process(code or unsaid)


def _ended(work: Callable[[], object], arguments: list[str]) -> int:
    """Do the work of the command; the exit code with which it ended."""
    try:
        code = work()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else OK if ended.code is None else REFUSED
    except typer.TyperException as mistyped:
        return say_mistyped(mistyped, arguments)
    except typer.Abort:
        voice.note("cli.aborted")
        return REFUSED
    except Exception as error:  # noqa: BLE001  # the last place where anything can still be put into words
        return explain_any(error, arguments)
    return code if isinstance(code, int) else OK


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


if __name__ == "__main__":
    main()
