"""A scenario (剧本): a bureau, its people and departments, and the acts of a year to be rehearsed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

import rules
import scenarios
from app.errors import AppError
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
    """A department, the file of its facts, and the file of its published scores (none: nothing to compare)."""

    id: str
    name: str
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
    """One act: when, by whom, for which department, and what it brings."""

    at: LocalTime
    who: str
    department: str
    act: str
    opinion: str | None = None
    facts: tuple[PlayedFact, ...] = ()
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


def load_scenario(file: Path) -> Scenario:
    """Read a scenario file. Raises AppError `scenario.malformed` with every fault."""
    if not file.is_file():
        raise AppError("scenario.missing", file=str(file))
    source = compose(file.read_bytes(), str(file))
    try:
        return Scenario.model_validate(source.tree)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise AppError("scenario.malformed", file=str(file), faults=faults) from error


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
