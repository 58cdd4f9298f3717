"""A scenario (剧本): a bureau, its people and departments, and the acts of a year to be rehearsed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

import rules
import scenarios
from app.behaviour import Behaviour
from app.behaviour_faults import behaviour_faults
from app.errors import AppError
from app.scenario_faults import word_faults
from app.scenario_file import ScenarioFileError, read_form
from app.scenario_parts import LocalTime, Part, PlayedAsking, PlayedFact, PlayedResult, PlayedTarget
from rules.core.errors import Problem
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.located import Path as Place

_SHIPPED = Path(scenarios.__file__).parent
_RUBRICS = Path(rules.__file__).parent / "rubrics"


class Bureau(Part):
    """The finance bureau whose year it is."""

    id: str
    name: str


class ScenarioDepartment(Part):
    """A department, the file of its facts, and the file of its published scores (none: nothing to compare).

    `rubric` is the department's own variant of the form; without it the scenario's holds. With `two_hands` a filler
    prepares each filing and an approver files it. With `behaves` its acts are derived from how it behaves.
    """

    id: str
    name: str
    rubric: str | None = None
    facts: str | None = None
    published: str | None = None
    two_hands: bool = False
    behaves: Behaviour | None = None

    def ends(self) -> bool:
        """Whether its year ends; one that never does something the year waits for stays open."""
        return self.behaves is None or self.behaves.ends()


class ScenarioPerson(Part):
    """A person of the play and the role it is appointed to; a contributor's division is named by id and in words."""

    id: str
    name: str
    role: str
    department: str | None = None
    division: str | None = None
    division_name: str | None = None


class PlayedRow(Part):
    """A row, or a group with undecided rows, whose score the reviewer sets, and why."""

    row: str
    score: str
    reason: str


class PlayedFinding(Part):
    """A finding that the reviewer orders to be rectified."""

    id: str
    row: str
    text: str


class PlayedObjection(Part):
    """A row that the department disputes, or whose score the bureau upholds, and why."""

    row: str
    reason: str


class PlayedAct(Part):
    """One act: when, by whom, for which department, and what it brings.

    `facts` of a self-evaluation stand in the place of the document's own; `from_document` names the inputs whose
    figures an amendment takes from there. `reasons` say why doubtful figures are right, by the doubt ("CODE/ROW").
    `undecided` gives each row that the rules leave undecided its full points. `targets` are what an adjustment asks
    for, on the strength of `document` and for the reason `opinion`; `ask` is what a division is asked for, and `due`
    the day by which a collection that is returned has to come again.
    """

    at: LocalTime
    who: str
    department: str
    act: str
    opinion: str | None = None
    facts: tuple[PlayedFact, ...] = ()
    from_document: tuple[str, ...] = ()
    results: tuple[PlayedResult, ...] = ()
    row: str | None = None
    demand: str | None = None
    file: str | None = None
    content: str | None = None
    rows: tuple[PlayedRow, ...] = ()
    findings: tuple[PlayedFinding, ...] = ()
    disputes: tuple[PlayedObjection, ...] = ()
    upheld: tuple[PlayedObjection, ...] = ()
    matter: str | None = None
    measure: str | None = None
    choice: str | None = None
    plan: str | None = None
    undecided: Literal["full"] | None = None
    targets: tuple[PlayedTarget, ...] = ()
    document: str | None = None
    ask: PlayedAsking | None = None
    due: str | None = None
    reasons: dict[str, str] = Field(default_factory=dict)


class PlayedOrder(Part):
    """One order of the bureau in the middle of the year: when, by whom, of which kind, about which department."""

    at: LocalTime
    who: str
    kind: str
    department: str


class PlayedReevaluation(PlayedOrder):
    """Evaluate a department's filing once more."""

    kind: Literal["reevaluate"]
    stage: Literal["monitoring", "score"]


class PlayedExtension(PlayedOrder):
    """Put a deadline off to the day `due`, on the strength of a document."""

    kind: Literal["extend"]
    matter: str
    due: str
    document: str
    reason: str


AnyOrder = Annotated[PlayedReevaluation | PlayedExtension, Field(discriminator="kind")]


class Scenario(Part):
    """A whole play. `starts` is the domain time at which the book is opened; `rubric` lies under rules/rubrics."""

    id: str
    name: str
    bureau: Bureau
    year: int
    starts: LocalTime
    rubric: str
    adoption: str
    departments: tuple[ScenarioDepartment, ...]
    people: tuple[ScenarioPerson, ...]
    acts: tuple[PlayedAct, ...] = ()
    orders: tuple[AnyOrder, ...] = ()

    @property
    def rubrics(self) -> tuple[str, ...]:
        """Every rubric that a department of the book is under, once, in the order of the departments."""
        return tuple(dict.fromkeys(self.rubric_of(department) for department in self.departments))

    def rubric_of(self, department: ScenarioDepartment) -> str:
        """The rubric that a department's year runs under."""
        return department.rubric or self.rubric


def load_scenario(file: Path) -> Scenario:
    """Read a scenario file. Raises ScenarioFileError with every fault and its place, AppError `scenario.missing`."""
    if not file.is_file():
        raise AppError("scenario.missing", file=str(file))
    source, scenario = read_form(file, Scenario)
    problems = (*word_faults(scenario), *_missing_files(scenario, file.parent)) or tuple(
        behaviour_faults(scenario, {name: load_rubric(rubric_path(name)).rubric for name in _behaved(scenario)})
    )
    if problems:
        raise ScenarioFileError(source.locate_all(problems))
    return scenario


def _behaved(scenario: Scenario) -> set[str]:
    """The rubrics under which somebody behaves: what is possible depends on them."""
    return {scenario.rubric_of(one) for one in scenario.departments if one.behaves is not None}


def _missing_files(scenario: Scenario, folder: Path) -> Iterator[Problem]:
    for path, file in _files(scenario, folder):
        if not file.is_file():
            yield Problem("scenario.no-file", path, file=str(file))


def _files(scenario: Scenario, folder: Path) -> Iterator[tuple[Place, Path]]:
    """Every file that a play needs, and where it is named; without published scores it plays all the same."""
    yield ("rubric",), rubric_path(scenario.rubric)
    for position, department in enumerate(scenario.departments):
        if department.rubric is not None:
            yield ("departments", position, "rubric"), rubric_path(department.rubric)
        if department.facts is not None:
            yield ("departments", position, "facts"), folder / department.facts


def scenario_folder(name: str) -> Path:
    """A shipped scenario by its name, or a folder of one's own by its path. Raises AppError `scenario.unknown`."""
    own = Path(name)
    if own.is_dir():
        return own
    shipped = _SHIPPED / name.replace("-", "_")
    if not shipped.is_dir():
        raise AppError("scenario.unknown", name=name, known="、".join(shipped_scenarios()))
    return shipped


def shipped_scenarios() -> list[str]:
    """The names of the scenarios that the product brings."""
    return sorted(file.parent.name.replace("_", "-") for file in _SHIPPED.glob("*/scenario.yaml"))


def rubric_path(name: str) -> Path:
    """A shipped rubric by its place under rules/rubrics, or a file of one's own by its path."""
    own = Path(name)
    return own if own.is_file() else _RUBRICS / name
