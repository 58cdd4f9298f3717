"""A trial (试排): a bureau's own rubric played by a made-up district before its notice goes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AppError
from app.rehearsal.foreseen import Foreseen, foresee
from app.rehearsal.groups import load_groups, usual_groups
from app.rehearsal.made_up_district import Wanted, write_made_up_district
from app.rehearsal.rehearse import rehearse
from app.scenario import rubric_path
from app.wiring import open_desk
from rules.lint import lint
from rules.rubric_file import RubricFileError, load_rubric

if TYPE_CHECKING:
    from app.rehearsal.play import Tell
    from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Trial:
    """What a bureau wants to try: its rubric's file, a budget year (None: the rubric's own), how many departments."""

    rubric: Path
    year: int | None
    departments: int
    seed: int
    behaviours: Path | None = None


def try_rubric(settings: Settings, trial: Trial, tell: Tell) -> Foreseen:
    """Write the district beside the book, play it, and read what it foretells; the same trial is not played twice.

    Raises RubricFileError for a rubric that could not be put in force, AppError `calendar.no-phases` for one without
    dates, ScenarioFileError for behaviours that cannot be, and what `rehearse` raises.
    """
    file = load_rubric(rubric_path(str(trial.rubric)))
    faults = lint(file)
    if faults:
        raise RubricFileError(faults)
    if not file.rubric.phases:
        raise AppError("calendar.no-phases", rubric=file.rubric.id)
    given = trial.behaviours
    groups = usual_groups(file.rubric) if given is None else load_groups(given, file.rubric)
    wanted = Wanted(file, file.rubric.year if trial.year is None else trial.year, trial.departments, trial.seed, groups)
    own = write_made_up_district(settings.data / "trials", wanted)
    (played,) = rehearse(settings, [str(own)], tell)
    desk = open_desk(settings)
    try:
        return foresee(desk, played.book, load_rubric(rubric_path(played.scenario.rubric)).rubric)
    finally:
        desk.engine.dispose()
