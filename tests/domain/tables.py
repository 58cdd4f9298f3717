"""What the tables of the later nouns must say of a year: how a row is told, and what the model wants of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias

from sqlmodel import SQLModel

from models.acknowledgements import Acknowledgement, Dispute
from models.amendment_tables import AllowedAmendment
from models.carrying import Carried, FactsCarried
from models.collections_asked import Collection, Division
from models.monitoring_tables import Execution
from models.projections import Department
from models.results import SuggestedResult
from models.switching_tables import DepartmentSwitch
from tests.domain.model import Copy
from tests.domain.scoring import PLACES, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row

    from tests.domain.model import Year

Part: TypeAlias = tuple[type[SQLModel], "Callable[..., object]", "Callable[[Year], list[object]]"]


def _copied(row: Row[tuple[object, ...]]) -> Copy:
    copy = FactsCarried.model_validate_json(row.document)
    score = None if copy.score is None else (copy.score.total, copy.score.grade)
    findings = tuple((one.finding, one.row, one.state) for one in copy.findings)
    figures = {one.input: one.value for one in copy.facts}
    return Copy(copy.source, copy.until, score, findings, figures.get("last_total"))


PARTS: Final[dict[str, Part]] = {
    "editions": (
        Department,
        lambda row: (row.rubric_hash, json.loads(row.kept_dates)),
        lambda year: [(year.scale.hash, year.kept)],
    ),
    "switched": (DepartmentSwitch, lambda row: (row.from_hash, row.to_hash), lambda year: list(year.switched)),
    "divisions": (Division, lambda row: row.division, lambda year: list(year.divisions)),
    "leaves": (
        AllowedAmendment,
        lambda row: (tuple(json.loads(row.rows)), row.until),
        lambda year: [(rows, until.isoformat()) for rows, until in year.leaves],
    ),
    "copies": (Carried, _copied, lambda year: [] if year.copy is None else [year.copy]),
    "results": (
        SuggestedResult,
        lambda row: (row.total, row.grade, row.tier),
        lambda year: list(year.results),
    ),
    "answers": (
        Acknowledgement,
        lambda row: (row.state, row.actor),
        lambda year: [(one.state, one.actor) for one in year.acknowledged],
    ),
    "disputes": (
        Dispute,
        lambda row: (row.row, row.state, row.score),
        lambda year: [
            (PLACES[one.name], one.state, None if one.score is None else text(one.score)) for one in year.disputes
        ],
    ),
    "execution": (
        Execution,
        lambda row: (row.month, row.source, row.spent, row.file),
        lambda year: list(year.execution),
    ),
    "collections": (
        Collection,
        lambda row: (row.matter, row.phase, row.contributor, row.due, row.state, row.days_late, row.answered_by),
        lambda year: [
            (matter, one.phase, one.contributor, one.due.isoformat(), one.state, one.late, one.brought_by)
            for matter, one in year.collections.items()
        ],
    ),
}
