"""The command line, run in this process: as quick as a call, with the exit code and both outputs of a program."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from cli import main
from cli.main import commands, run
from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output as the one JSON document that it has to be."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@cache
def _built(groups: tuple[str, ...]) -> Callable[..., object]:
    """A command tree lives as long as a program; here it serves every command of its groups."""
    return get_command(commands(list(groups)))


def _commands(arguments: list[str]) -> Callable[..., object]:
    if any(name in arguments for name in main._SINGLE):
        return commands(arguments)
    return _built(tuple(name for name in main._GROUPS if name in arguments))


class CommandLine:
    """`jixiao` on a data folder, in English unless another language is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
        self._monkeypatch = monkeypatch
        self.language = "en"
        monkeypatch.setenv("JIXIAO_DATA", str(data))
        # Nothing is wrapped.
        monkeypatch.setenv("COLUMNS", "400")
        monkeypatch.setattr(main, "commands", _commands)

    def __call__(self, *arguments: str | Path) -> Ran:
        self._monkeypatch.setattr(voice, "language", self.language)
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run([str(argument) for argument in arguments])
        return Ran(code, out.getvalue(), err.getvalue())
