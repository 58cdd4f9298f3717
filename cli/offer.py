"""What a person can do next with the books of a rehearsal: commands that work from where the person stands."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.scenario import rubric_path, scenario_folder
from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rehearsal.result import RehearsalResult
    from app.settings import Settings

_SCENARIO: Final = "shijing-2021"
_RUBRIC: Final = "guangzhou-baiyun/2021/department.yaml"


def show_offer(settings: Settings, results: Sequence[RehearsalResult]) -> None:
    """Say how to look into the largest book on a day on which there was something to see."""
    largest = max(results, key=lambda result: result.records)
    voice.say(
        "rehearse.next",
        data=shlex.quote(str(settings.data)),
        program=_from_here(Path(sys.executable).with_name("jixiao")),
        rubric=_from_here(rubric_path(_RUBRIC)),
        facts=_from_here(scenario_folder(_SCENARIO) / "facts.yaml"),
        book=largest.book,
        day=largest.telling_day.isoformat(),
    )


def _from_here(path: Path) -> str:
    """A path as it can be typed where the person stands."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
