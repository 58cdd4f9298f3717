"""The frames of every help page, in Chinese and English like what stands in them."""

from __future__ import annotations

from typing import Final

import typer
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

_ARGUMENTS: Final = "参数 / Arguments"
_OPTIONS: Final = "选项 / Options"
_COMMANDS: Final = "命令 / Commands"
_USAGE: Final = "用法 / Usage: "
_OPTIONS_PLACE: Final = "[选项/OPTIONS]"
_COMMAND_PLACE: Final = "命令/COMMAND [参数/ARGS]..."
_HELP: Final = "显示本说明 / Show this message and exit."


class _Formatter(HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is written; typer has the word for it in English only."""
        super().write_usage(prog, args, prefix or _USAGE)


class _Context(typer.Context):
    formatter_class = _Formatter


def usage_of(context: typer.Context) -> str:
    """How the command is written, without the word that says so."""
    return context.get_usage().removeprefix(_USAGE)


def name_frames(command: TyperCommand | TyperGroup) -> None:
    """Name the frames of a command's help, and of everything below it."""
    context = typer.Context(command)
    command.context_class = _Context
    command.options_metavar = _OPTIONS_PLACE
    for parameter in command.get_params(context):
        if isinstance(parameter, TyperArgument):
            parameter.rich_help_panel = _ARGUMENTS
        elif isinstance(parameter, TyperOption):
            parameter.rich_help_panel = _OPTIONS
    own = command.get_help_option(context)
    if own is not None:
        own.help = _HELP
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = _COMMAND_PLACE
        for below in command.commands.values():
            if isinstance(below, TyperCommand | TyperGroup):
                below.rich_help_panel = _COMMANDS
                name_frames(below)
