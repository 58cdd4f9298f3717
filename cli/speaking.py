"""How the command line speaks: results to standard output, everything else to standard error, in one language."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from app.messages import catalogue, language_of_environment, sentence
from app.phase_name import phase_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import JustifyMethod


_UNWATCHED_WIDTH: Final = 132
_BETWEEN_COLUMNS: Final = 2
_READABLE: Final = 12
_FIGURE: Final = re.compile(r"[\d :.+%−–—-]*")


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
        """Print a table; column names are codes, those that end in ":" are aligned right.

        The first column, dates and figures are never broken; words are where there is too little room, but where they
        could not be read any more the terminal itself breaks the lines.
        """
        grid = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        lines, needed = [[*row] for row in rows], 0
        for position, column in enumerate(columns):
            heading = self.text(column.removesuffix(":"))
            justify: JustifyMethod = "right" if column.endswith(":") else "left"
            cells = [line[position] for line in lines]
            whole = position == 0 or all(map(_FIGURE.fullmatch, cells))
            grid.add_column(heading, justify=justify, overflow="fold", no_wrap=whole)
            widest = max(map(cell_len, [heading, *cells]))
            needed += _BETWEEN_COLUMNS + (widest if whole else min(widest, _READABLE))
        for line in lines:
            grid.add_row(*line)
        _console(sys.stdout, needed - _BETWEEN_COLUMNS).print(grid)


def _console(file: TextIO, least: int = 0) -> Console:
    """A console of at least this width, whatever the window has.

    Without a terminal nobody's window limits the line: a table gets the width that it needs to be read.
    """
    watched = file.isatty()
    width = max(least, Console(file=file).width if watched else _UNWATCHED_WIDTH)
    return Console(file=file, width=width, highlight=False, soft_wrap=not watched, emoji=False, markup=False)


def print_json(value: object) -> None:
    """One JSON document, readable, with 中文 as it is; decimals are already text."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


voice = Voice()


def listed(parts: Iterable[str]) -> str:
    """Several words as the language writes them one after the other."""
    return voice.text("list.between").join(parts)
