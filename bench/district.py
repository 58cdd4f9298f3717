"""A made-up district: so many departments under the rubric of Baiyun 2021, written as a scenario to be rehearsed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import yaml

import rules
from app.rehearsal.drawn_facts import Departments
from bench.planned_year import PlannedDepartment, PlannedYear
from deadlines.official import official_calendar
from rules.core.semantics import interpret, settle
from rules.core.writing import to_data
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.rubric_file import RubricFile

_RUBRIC: Final = "guangzhou-baiyun/2021/department.yaml"
_YEAR: Final = 2021
# Opening and end of the book, the adoption, the appointments of performance office and reviewer.
_OF_THE_BUREAU: Final = 5


@dataclass(frozen=True, slots=True)
class District:
    """A scenario's folder, and what the book must say when it has been played."""

    folder: Path
    departments: tuple[PlannedDepartment, ...]

    @property
    def records(self) -> int:
        """The number of records of the whole book."""
        return _OF_THE_BUREAU + sum(one.records for one in self.departments)


def write_district(folder: Path, count: int, seed: int) -> District:
    """Draw `count` departments and write the scenario; the same seed gives the same district."""
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    file = load_rubric((Path(rules.__file__).parent / "rubrics" / _RUBRIC).read_bytes())
    calendar = official_calendar(range(_YEAR - 1, _YEAR + 2))
    drawing = Departments(file.rubric, random, missing=0)
    departments = tuple(
        PlannedYear(file, calendar, f"d{number:03d}", (_decided(file, drawing), _decided(file, drawing))).draw(random)
        for number in range(1, count + 1)
    )
    folder.mkdir(parents=True, exist_ok=True)
    for one in departments:
        (folder / f"{one.id}.json").write_text(json.dumps(to_data(one.facts), ensure_ascii=False), encoding="utf-8")
    text = yaml.safe_dump(_scenario(departments, seed), allow_unicode=True, sort_keys=False)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return District(folder, departments)


def _decided(file: RubricFile, drawing: Departments) -> Facts:
    """Facts that leave no row undecided: a review of such rows is another story."""
    while True:
        facts = drawing.draw()
        rows = settle(file.rubric, file.hash, facts, interpret(file.rubric, facts)).rows
        if all(row.state == "decided" for row in rows):
            return facts


def _scenario(departments: tuple[PlannedDepartment, ...], seed: int) -> dict[str, object]:
    officers = (("anquan", "security-officer"), ("jixiaoke", "performance-office"), ("fuhe", "reviewer"))
    fillers = (
        {"id": f"filler-{one.id}", "name": f"{one.id}填报人", "role": "filler", "department": one.id}
        for one in departments
    )
    return {
        "id": f"district-{seed}",
        "name": "虚构的区",
        "bureau": {"id": "made-up-district", "name": "虚构区财政局"},
        "year": _YEAR,
        "starts": "2020-10-09T09:00:00",
        "rubric": _RUBRIC,
        "adoption": "演练：采用评分标准",
        "departments": [{"id": one.id, "name": f"部门{one.id}", "facts": f"{one.id}.json"} for one in departments],
        "people": [*({"id": who, "name": who, "role": role} for who, role in officers), *fillers],
        "acts": [act for one in departments for act in one.acts],
    }
