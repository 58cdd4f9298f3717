"""A scenario (剧本): a bureau, its people and departments, and the acts of a year to be rehearsed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

import rules
import scenarios
from app.errors import AppError
from app.scenario_names import require_known_names
from rules.yaml_source import compose

_SHIPPED = Path(scenarios.__file__).parent
_RUBRICS = Path(rules.__file__).parent / "rubrics"
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=_SHANGHAI)


LocalTime = Annotated[datetime, AfterValidator(_local)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bureau(_Part):
    """The finance bureau whose year it is."""

    id: str
    name: str


class ScenarioDepartment(_Part):
    """A department, the file of its facts, and the file of its published scores (none: nothing to compare).

    `rubric` is the department's own variant of the form; without it the scenario's holds.
    """

    id: str
    name: str
    rubric: str | None = None
    facts: str | None = None
    published: str | None = None


class ScenarioPerson(_Part):
    """A person of the play and the role it is appointed to."""

    id: str
    name: str
    role: str
    department: str | None = None


class PlayedFact(_Part):
    """A figure made up for the play (origin scenario)."""

    input: str
    value: str
    unit: str = ""


class PlayedResult(_Part):
    """An indicator's progress made up for the play."""

    indicator: str
    actual: str | None = None
    unit: str = ""
    met: str | None = None
    share: str | None = None
    basis: str | None = None


class PlayedRow(_Part):
    """A row, or a group with undecided rows, whose score the reviewer sets, and why."""

    row: str
    score: str
    reason: str


class PlayedFinding(_Part):
    """A finding that the reviewer orders to be rectified."""

    id: str
    row: str
    text: str


class PlayedAct(_Part):
    """One act: when, by whom, for which department, and what it brings.

    `facts` of a self-evaluation stand in the place of the document's own; `from_document` names the inputs whose
    figures an amendment takes from there.
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
    file: str | None = None
    content: str | None = None
    rows: tuple[PlayedRow, ...] = ()
    findings: tuple[PlayedFinding, ...] = ()
    matter: str | None = None
    measure: str | None = None
    choice: str | None = None
    plan: str | None = None


class PlayedOrder(_Part):
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


class Scenario(_Part):
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
    """Read a scenario file. Raises AppError `scenario.malformed` or `scenario.unknown-names` with every fault."""
    if not file.is_file():
        raise AppError("scenario.missing", file=str(file))
    source = compose(file.read_bytes(), str(file))
    try:
        scenario = Scenario.model_validate(source.tree)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise AppError("scenario.malformed", file=str(file), faults=faults) from error
    require_known_names(scenario, str(file))
    return scenario


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
