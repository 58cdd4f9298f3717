"""The warnings that a department's mid-year figures will raise, named as its book will name them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app.rehearsal.contents import played_lists
from models.windows import warning_matter
from rules.core.reading import read_facts
from rules.core.semantics import interpret_monitoring, settle_monitoring

if TYPE_CHECKING:
    from app.behaviour import MidYear
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


class ForeseenWarning(NamedTuple):
    """A warning: its matter, and what it is about, by rule and indicator."""

    matter: str
    subject: tuple[str, str]


def foreseen_warnings(
    rubric: Rubric, facts: Facts, mid_year: MidYear, reading: tuple[str, int]
) -> tuple[ForeseenWarning, ...]:
    """The warnings of a reading, given by its phase and its number in the year; nothing is written."""
    told = read_facts({"department": facts.department, **played_lists(mid_year)})
    whole = replace(facts, facts=told.facts, results=told.results, claims=())
    made = settle_monitoring(rubric, "", whole, interpret_monitoring(rubric, whole))
    return tuple(
        ForeseenWarning(warning_matter(*reading, one.rule, one.about), (one.rule, one.about)) for one in made.warnings
    )
