"""A scenario whose departments behave, with the acts that follow from that beside those that it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rehearsal.derive import Subject, derived_acts
from app.scenario import rubric_path
from deadlines.official import official_calendar
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from pathlib import Path

    from app.behaviour import Behaviour
    from app.scenario import Scenario, ScenarioDepartment
    from deadlines.work_calendar import WorkCalendar


def with_derived_acts(scenario: Scenario, folder: Path) -> Scenario:
    """The same scenario; told acts keep their places, derived ones follow in the order of the departments."""
    calendar = official_calendar(range(scenario.year - 1, scenario.year + 2))
    derived = tuple(
        act
        for one in scenario.departments
        if one.behaves is not None
        for act in derived_acts(_subject(scenario, one, one.behaves, calendar, folder))
    )
    return scenario.model_copy(update={"acts": (*scenario.acts, *derived)})


def _subject(
    scenario: Scenario, department: ScenarioDepartment, behaves: Behaviour, calendar: WorkCalendar, folder: Path
) -> Subject:
    own = {person.role: person.id for person in scenario.people if person.department == department.id}
    reviewer = next(person.id for person in scenario.people if person.role == "reviewer")
    return Subject(
        department=department.id,
        behaves=behaves,
        rubric=load_rubric(rubric_path(scenario.rubric_of(department))).rubric,
        facts=load_facts(folder / (department.facts or "")),
        calendar=calendar,
        filler=own["filler"],
        reviewer=reviewer,
        approver=own["approver"] if department.two_hands else None,
    )
