"""A scenario whose departments behave, with the acts that follow from that beside those that it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.rehearsal.derive import Subject, derived_acts
from app.scenario import Scenario, rubric_path
from deadlines.official import official_calendar
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from pathlib import Path

    from app.behaviour import Behaviour
    from app.scenario import ScenarioDepartment
    from deadlines.work_calendar import WorkCalendar
    from rules.core.rubric import Rubric


class _Play(NamedTuple):
    """What every department of a play has in common; `rubrics` by their names, each read once."""

    scenario: Scenario
    folder: Path
    calendar: WorkCalendar
    rubrics: dict[str, Rubric]


def with_derived_acts(scenario: Scenario, folder: Path) -> Scenario:
    """The same scenario; told acts keep their places, derived ones follow in the order of the departments."""
    behaving = [(one, one.behaves) for one in scenario.departments if one.behaves is not None]
    names = dict.fromkeys(scenario.rubric_of(one) for one, _ in behaving)
    rubrics = {name: load_rubric(rubric_path(name)).rubric for name in names}
    calendar = official_calendar(range(scenario.year - 1, scenario.year + 2))
    play = _Play(scenario, folder, calendar, rubrics)
    derived = tuple(act for one, behaves in behaving for act in derived_acts(_subject(play, one, behaves)))
    return scenario.model_copy(update={"acts": (*scenario.acts, *derived)})


def _subject(play: _Play, department: ScenarioDepartment, behaves: Behaviour) -> Subject:
    people = play.scenario.people
    own = {person.role: person.id for person in people if person.department == department.id}
    return Subject(
        department=department.id,
        behaves=behaves,
        rubric=play.rubrics[play.scenario.rubric_of(department)],
        facts=load_facts(play.folder / (department.facts or "")),
        calendar=play.calendar,
        filler=own["filler"],
        reviewer=next(person.id for person in people if person.role == "reviewer"),
        approver=own["approver"] if department.two_hands else None,
    )
