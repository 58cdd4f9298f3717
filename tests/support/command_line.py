"""The command line, run in this process: as quick as a call, with the exit code and both outputs of a program."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from cli import main
from cli.main import built, run
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
def _kept(_commands: object, groups: tuple[str, ...]) -> Callable[..., object]:
    return built(list(groups))


def _built(arguments: list[str]) -> Callable[..., object]:
    """A command tree lives as long as a program; here it serves every command of its groups."""
    if any(name in arguments for name in main._SINGLE):
        return built(arguments)
    return _kept(main.commands, tuple(name for name in main._GROUPS if name in arguments))


class CommandLine:
    """`jixiao` on a data folder, in English unless another language is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
        self._monkeypatch = monkeypatch
        self.language = "en"
        monkeypatch.setenv("JIXIAO_DATA", str(data))
        # Nothing is wrapped.
        monkeypatch.setenv("COLUMNS", "400")
        monkeypatch.setattr(main, "built", _built)

    def __call__(self, *arguments: str | Path) -> Ran:
        self._monkeypatch.setattr(voice, "language", self.language)
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run([str(argument) for argument in arguments])
        return Ran(code, out.getvalue(), err.getvalue())
