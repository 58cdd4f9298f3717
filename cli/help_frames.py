"""The frames of every help page, in Chinese and English like what stands in them."""

from __future__ import annotations

from typing import Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

_ARGUMENTS: Final = "参数 / Arguments"
_OPTIONS: Final = "选项 / Options"
_COMMANDS: Final = "命令 / Commands"
_HELP: Final = "显示本说明 / Show this message and exit."


def name_frames(command: TyperCommand | TyperGroup) -> None:
    """Name the frames of a command's help, and of everything below it."""
    context = typer.Context(command)
    for parameter in command.get_params(context):
        if isinstance(parameter, TyperArgument):
            parameter.rich_help_panel = _ARGUMENTS
        elif isinstance(parameter, TyperOption):
            parameter.rich_help_panel = _OPTIONS
    own = command.get_help_option(context)
    if own is not None:
        own.help = _HELP
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            if isinstance(below, TyperCommand | TyperGroup):
                below.rich_help_panel = _COMMANDS
                name_frames(below)
