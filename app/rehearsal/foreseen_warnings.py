"""The warnings that a department's mid-year figures will raise, named as its book will name them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.rehearsal.contents import played_lists
from rules.core.reading import read_facts
from rules.core.semantics import interpret_monitoring, settle_monitoring

if TYPE_CHECKING:
    from app.behaviour import MidYear
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


def foreseen_warnings(rubric: Rubric, facts: Facts, mid_year: MidYear, reading: int) -> tuple[str, ...]:
    """The matters of the warnings of the reading with that number; nothing is written."""
    told = read_facts({"department": facts.department, **played_lists(mid_year)})
    whole = replace(facts, facts=told.facts, results=told.results, claims=())
    made = settle_monitoring(rubric, "", whole, interpret_monitoring(rubric, whole))
    return tuple(
        "/".join(part for part in (f"warning/{reading}", one.rule, one.about) if part) for one in made.warnings
    )
