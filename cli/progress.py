"""Progress where a person waits: one line on standard error, and nothing when nobody watches."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def counting(code: str, about: str) -> Iterator[Callable[[int], None]]:
    """Show a count that goes up."""
    with _bar() as bar:
        task = bar.add_task(voice.text(code, about=about, count="0"))
        yield lambda count: bar.update(task, description=voice.text(code, about=about, count=str(count)))


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """Show what is being done now."""
    with _bar() as bar:
        task = bar.add_task("")
        yield lambda words: bar.update(task, description=words)


def _bar() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=voice.err, transient=True
    )
