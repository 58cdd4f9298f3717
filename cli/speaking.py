"""How the command line speaks: results to standard output, everything else to standard error, in one language."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TextIO

from rich.console import Console
from rich.table import Table

from app.messages import catalogue, language_of_environment, sentence
from app.phase_name import phase_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import JustifyMethod


_UNWATCHED_WIDTH: Final = 132


@dataclass
class Voice:
    """The chosen language and the two consoles. One instance serves the process; `--lang` sets its language."""

    language: str = field(default_factory=language_of_environment)

    def text(self, code: str, /, **params: str) -> str:
        """A sentence of the catalogue."""
        return sentence(self.language, code, params)

    def word(self, family: str, value: str) -> str:
        """A code of a family ("act", "role", "phase", "state") in words; a value that is none of them stays itself."""
        if family == "phase":
            return phase_name(self.language, value)
        code = f"{family}.{value}"
        return sentence(self.language, code) if code in catalogue(self.language) else value

    def fill(self, code: str, params: Mapping[str, str]) -> str:
        """A sentence of the catalogue, its blanks given as a mapping."""
        return sentence(self.language, code, params)

    @property
    def out(self) -> Console:
        """Where results go."""
        return _console(sys.stdout)

    @property
    def err(self) -> Console:
        """Where progress and errors go."""
        return _console(sys.stderr)

    def say(self, code: str, /, **params: str) -> None:
        """Print a sentence as a result."""
        self.out.print(self.text(code, **params))

    def note(self, code: str, /, **params: str) -> None:
        """Print a sentence beside the result."""
        self.err.print(self.text(code, **params))

    def table(self, columns: Iterable[str], rows: Iterable[Iterable[str]], title: str | None = None) -> None:
        """Print a table; column names are codes, those that end in ":" are aligned right."""
        grid = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for position, column in enumerate(columns):
            code = column.removesuffix(":")
            justify: JustifyMethod = "right" if column.endswith(":") else "left"
            grid.add_column(self.text(code), justify=justify, overflow="fold", no_wrap=position == 0)
        for row in rows:
            grid.add_row(*row)
        self.out.print(grid)


def _console(file: TextIO) -> Console:
    """Without a terminal nobody's window limits the line: a table gets the width that it needs to be read."""
    watched = file.isatty()
    width = None if watched else _UNWATCHED_WIDTH
    return Console(file=file, width=width, highlight=False, soft_wrap=not watched, emoji=False, markup=False)


def print_json(value: object) -> None:
    """One JSON document, readable, with 中文 as it is; decimals are already text."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


voice = Voice()


def listed(parts: Iterable[str]) -> str:
    """Several words as the language writes them one after the other."""
    return voice.text("list.between").join(parts)
