"""A made-up district under a bureau's own rubric: departments drawn from a seed, written as a scenario."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

import yaml

from app.rehearsal.drawn_facts import Departments
from app.rehearsal.groups import Group, allotted
from app.rehearsal.mid_year import draw_progress, is_paced
from app.rehearsal.moved_rubric import moved_rubric
from rules.asked import asked_inputs
from rules.core.admission import admit
from rules.core.errors import FactsError
from rules.core.semantics import interpret, settle
from rules.core.writing import to_data
from rules.rubric_file import RubricFile, load_rubric

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rules.core.facts import Fact, Facts

_T = TypeVar("_T")
_TRIES: Final = 30
_BEFORE: Final = timedelta(days=3)
_MORNING: Final = time(9)
_RUBRIC: Final = "rubric.yaml"
_OFFICERS: Final = (("anquan", "security-officer"), ("jixiaoke", "performance-office"), ("fuhe", "reviewer"))


@dataclass(frozen=True)
class Wanted:
    """What is to be rehearsed: a rubric in a year, by so many departments, in these groups; all drawn from `seed`."""

    rubric: RubricFile
    year: int
    departments: int
    seed: int
    groups: tuple[Group, ...]

    @property
    def bureau(self) -> str:
        """The made-up bureau: another wish is another one, with a book of its own."""
        told = [
            self.rubric.hash,
            self.year,
            self.departments,
            self.seed,
            [one.model_dump_json() for one in self.groups],
        ]
        return f"trial-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]}"


def write_made_up_district(folder: Path, wanted: Wanted) -> Path:
    """Write the scenario, its rubric and everybody's facts; the same wish gives the same bytes. Returns its folder."""
    own = folder / wanted.bureau
    own.mkdir(parents=True, exist_ok=True)
    text = moved_rubric(wanted.rubric, wanted.year)
    (own / _RUBRIC).write_bytes(text)
    district = _District(load_rubric(text, str(own / _RUBRIC)), wanted)
    departments = [district.draw(number) for number in range(1, wanted.departments + 1)]
    for one in departments:
        (own / f"{one['id']}.json").write_text(
            json.dumps(district.facts[str(one["id"])], ensure_ascii=False), encoding="utf-8"
        )
    scenario = _scenario(own, district.file, wanted, departments)
    (own / "scenario.yaml").write_text(yaml.safe_dump(scenario, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return own


class _District:
    """Draws department by department; `facts` are what each has."""

    def __init__(self, file: RubricFile, wanted: Wanted) -> None:
        self.file = file
        self.facts: dict[str, object] = {}
        self._random = Random(wanted.seed)  # noqa: S311  # repeatable, not secret
        self._drawing = Departments(file.rubric, self._random, missing=0)
        self._groups = _who_behaves_how(self._random, wanted)

    def draw(self, number: int) -> dict[str, object]:
        """A department as the scenario writes it."""
        name, group = f"d{number:03d}", self._groups[number - 1]
        facts, other = (_typed(self.file, self._decided(), name) for _ in range(2))
        monitored = asked_inputs(self.file.rubric, "monitoring")
        mid_year: dict[str, object] = {
            "facts": [_played(one) for one in facts.facts if one.input in monitored],
            "results": self._progress(facts),
        }
        self.facts[name] = to_data(facts)
        behaves = {**self._behaviour(group, facts, other), "mid_year": mid_year}
        return {"id": name, "name": f"虚构单位{number:03d}", "facts": f"{name}.json", "behaves": behaves}

    def _progress(self, facts: Facts) -> list[dict[str, str | None]]:
        drawn = (draw_progress(self._random, one) for one in facts.indicators if is_paced(one))
        return [{"indicator": one.indicator, "actual": one.actual, "unit": one.unit} for one in drawn]

    def _decided(self) -> Facts:
        """The draw that leaves the fewest rows undecided: what nobody can fill stays open in every one."""
        rubric = self.file.rubric

        def undecided(facts: Facts) -> int:
            rows = settle(rubric, self.file.hash, facts, interpret(rubric, facts)).rows
            return sum(row.state != "decided" for row in rows)

        best = self._admitted()
        for _ in range(_TRIES):
            if not undecided(best):
                break
            best = min(best, self._admitted(), key=undecided)
        return best

    def _admitted(self) -> Facts:
        """A draw that can be filed. Raises the FactsError of the last when none of many can."""
        for _ in range(_TRIES):
            facts = self._drawing.draw()
            with suppress(FactsError):
                admit(self.file.rubric, _typed(self.file, facts, facts.department))
                return facts
        admit(self.file.rubric, _typed(self.file, facts, facts.department))
        return facts

    def _behaviour(self, group: Group | None, facts: Facts, other: Facts) -> dict[str, object]:
        ahead = self._random.randint(0, 6)
        if group is None:
            return {"ahead": ahead}
        rows = [row.id for row in self.file.rubric.leaves()]
        changed = [one for one in other.facts if one not in facts.facts]
        return {
            "ahead": ahead if group.ahead is None else group.ahead,
            "late": dict(group.late),
            "never": list(group.never),
            "returned": dict(group.returned),
            "amend": [_played(one) for one in self._some(changed, group.amend)],
            "found": self._some(rows, group.found),
            "dispute": self._some(rows, group.dispute),
        }

    def _some(self, among: list[_T], count: int) -> list[_T]:
        return self._random.sample(among, min(count, len(among)))


def _who_behaves_how(random: Random, wanted: Wanted) -> list[Group | None]:
    """Exactly as many of each group as its share says; the seed says who."""
    counts = allotted([group.share for group in wanted.groups], wanted.departments)
    grouped: list[Group | None] = [
        group for group, count in zip(wanted.groups, counts, strict=True) for _ in range(count)
    ]
    everybody = [*grouped, *[None] * (wanted.departments - len(grouped))]
    random.shuffle(everybody)
    return everybody


def _typed(file: RubricFile, facts: Facts, department: str) -> Facts:
    """What a department can file: nothing that the system sees itself, and targets that nobody else has set."""
    kept = tuple(fact for fact in facts.facts if file.rubric.inputs[fact.input].witnessed is None)
    own = tuple(replace(one, name=f"{one.name}{one.id}·{department}") for one in facts.indicators)
    return replace(facts, department=department, facts=kept, indicators=own)


def _played(fact: Fact) -> dict[str, str]:
    return {"input": fact.input, "value": fact.value, "unit": fact.unit}


def _scenario(
    own: Path, file: RubricFile, wanted: Wanted, departments: Sequence[dict[str, object]]
) -> dict[str, object]:
    first = date.fromisoformat(file.rubric.phases[0].opens)
    fillers = (
        {"id": f"filler-{one['id']}", "name": f"{one['id']}填报人", "role": "filler", "department": one["id"]}
        for one in departments
    )
    return {
        "id": wanted.bureau,
        "name": f"{file.rubric.name}（试排）",
        "bureau": {"id": wanted.bureau, "name": file.rubric.issuer},
        "year": wanted.year,
        "starts": datetime.combine(first - _BEFORE, _MORNING).isoformat(),
        "rubric": str(own / _RUBRIC),
        "adoption": "试排：通知印发之前的演练",
        "departments": list(departments),
        "people": [*({"id": who, "name": who, "role": role} for who, role in _OFFICERS), *fillers],
    }
