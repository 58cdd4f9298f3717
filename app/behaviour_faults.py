"""What is wrong with the behaviours of a scenario: unknown acts, and what nobody could do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.behaviour import AWAITED, RETURNED
from deadlines.protocol import matter_of
from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.behaviour import Behaviour
    from app.scenario import Scenario, ScenarioDepartment
    from rules.core.rubric import Rubric
    from rules.located import Path

# Warnings arise in monitoring, findings in the review; a final score is answered where the rubric asks for it.
_ARISES: Final = {"warning": "monitoring", "finding": "rectification", "acknowledgement": "review"}


def behaviour_faults(scenario: Scenario, rubrics: Mapping[str, Rubric]) -> Iterator[Problem]:
    """Every fault, with its place in the file and the department that it is about; `rubrics` by their names."""
    for position, department in enumerate(scenario.departments):
        if department.behaves is not None:
            path: Path = ("departments", position, "behaves")
            rubric = rubrics[scenario.rubric_of(department)]
            yield from _cast_faults(scenario, department, path)
            yield from faults_of(department.id, department.behaves, rubric, path)


def faults_of(department: str, behaves: Behaviour, rubric: Rubric, path: Path) -> Iterator[Problem]:
    """What is wrong with one behaviour under one rubric."""
    acts = (*behaves.late, *behaves.never)
    yield from _unknown(department, behaves.late, AWAITED, (*path, "late"))
    yield from _unknown(department, behaves.never, AWAITED, (*path, "never"))
    yield from _unknown(department, behaves.returned, RETURNED, (*path, "returned"))
    for act in dict.fromkeys((*acts, *behaves.returned)):
        if act in AWAITED and not can_arise(rubric, act):
            yield Problem("behaviour.never-asked", path, department=department, act=act, rubric=rubric.id)
    for name, numbers in (("late", behaves.late), ("returned", behaves.returned)):
        for act, number in numbers.items():
            if number < 1:
                yield Problem("behaviour.not-positive", (*path, name, act), department=department, value=str(number))
            if act in behaves.never:
                yield Problem("behaviour.never-and-else", (*path, name, act), department=department, act=act)
    yield from _rows_and_inputs(department, behaves, rubric, path)


def _rows_and_inputs(department: str, behaves: Behaviour, rubric: Rubric, path: Path) -> Iterator[Problem]:
    rows = [row.id for row in rubric.leaves()]
    yield from _unknown(department, behaves.found, rows, (*path, "found"))
    yield from _unknown(department, behaves.dispute, rows, (*path, "dispute"))
    typed = [name for name, one in rubric.inputs.items() if one.witnessed is None]
    yield from _unknown(department, (one.input for one in behaves.amend), typed, (*path, "amend"))
    if behaves.dispute and not can_arise(rubric, "acknowledgement.dispute"):
        act = "acknowledgement.dispute"
        yield Problem("behaviour.never-asked", (*path, "dispute"), department=department, act=act, rubric=rubric.id)
    if behaves.found and not can_arise(rubric, "finding.answer"):
        yield Problem(
            "behaviour.never-asked", (*path, "found"), department=department, act="finding.answer", rubric=rubric.id
        )


def can_arise(rubric: Rubric, act: str) -> bool:
    """Whether a year under the rubric ever asks for the act. Raises ActError for a word that is none."""
    matter = matter_of(act)
    if matter == "acknowledgement" and rubric.acknowledgement is None:
        return False
    return _ARISES.get(matter, matter) in {phase.id for phase in rubric.phases}


def _cast_faults(scenario: Scenario, department: ScenarioDepartment, path: Path) -> Iterator[Problem]:
    if department.facts is None:
        yield Problem("behaviour.no-facts", path, department=department.id)
    if any(act.department == department.id for act in scenario.acts):
        yield Problem("behaviour.acts-too", path, department=department.id)
    wanted = ["filler", *(["approver"] if department.two_hands else [])]
    own = {person.role for person in scenario.people if person.department == department.id}
    known = {*own, *(person.role for person in scenario.people if person.role == "reviewer")}
    for role in (*wanted, "reviewer"):
        if role not in known:
            yield Problem("behaviour.nobody", path, department=department.id, role=role)


def _unknown(department: str, given: Iterable[str], known: Iterable[str], path: Path) -> Iterator[Problem]:
    for word in given:
        if word not in known:
            named = ", ".join(known)
            yield Problem("behaviour.unknown-word", path, department=department, value=word, known=named)
