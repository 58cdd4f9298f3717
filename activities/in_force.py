"""The rubric that a department's year runs under, with the dates that each of its phases has."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from activities.desk import Desk
    from models.projections import Department
    from rules.core.rubric import Phase, Rubric

_REVIEW: Final = "review"


def rubric_of(desk: Desk, session: Session, department: Department) -> Rubric:
    """The department's rubric; a phase whose dates a switch of rubrics kept has them from the earlier one."""
    rubric, _ = desk.evaluators.of(session, department.book, department.rubric_hash)
    kept: dict[str, str] = json.loads(department.kept_dates)
    if not kept:
        return rubric
    rubrics = {one: desk.evaluators.of(session, department.book, one)[0] for one in set(kept.values())}
    earlier = {phase: rubrics[one] for phase, one in kept.items()}
    return replace(
        rubric,
        phases=tuple(_phase(earlier.get(one.matter, rubric), one) for one in rubric.phases),
        acknowledgement=earlier.get(_REVIEW, rubric).acknowledgement,
    )


def rubrics_of(desk: Desk, session: Session, departments: Iterable[Department]) -> dict[str, Rubric]:
    """The same for many departments, by the department; those that run alike share one."""
    alike: dict[tuple[str, str], Rubric] = {}
    found: dict[str, Rubric] = {}
    for one in departments:
        key = (one.rubric_hash, one.kept_dates)
        if key not in alike:
            alike[key] = rubric_of(desk, session, one)
        found[one.department] = alike[key]
    return found


def _phase(rubric: Rubric, phase: Phase) -> Phase:
    return next(one for one in rubric.phases if one.matter == phase.matter)
