"""What a person can do next with the books of a rehearsal: commands that work from where the person stands."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rehearsal.result import RehearsalResult
    from app.settings import Settings


def show_offer(settings: Settings, results: Sequence[RehearsalResult]) -> None:
    """Say how to look into the largest book on a day on which there was something to see."""
    largest = max(results, key=lambda result: result.records)
    voice.say(
        "rehearse.next",
        data=shlex.quote(str(settings.data)),
        program=shlex.quote(_program()),
        book=largest.book,
        day=largest.telling_day.isoformat(),
    )


def _program() -> str:
    """The command as it can be called from here."""
    program = Path(sys.executable).with_name("jixiao")
    here = Path.cwd()
    return str(program.relative_to(here) if program.is_relative_to(here) else program)
