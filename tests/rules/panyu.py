"""A published report of Panyu of 2023: its rubric, what it prints, and what it says it scored."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rules.comparison import Comparison, Published, compare, load_published
from rules.core.numbers import exact
from rules.core.score import score
from rules.facts_file import load_facts
from rules.rubric_file import RubricFile, load_rubric

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation
    from rules.core.facts import Facts

ROOT = Path(__file__).parents[2]
RUBRICS = ROOT / "rules/rubrics/guangzhou-panyu/2023"
FORMS = (RUBRICS / "department.yaml", RUBRICS / "department-special-funds.yaml")


@cache
def form(*, special_funds: bool = False) -> RubricFile:
    """The form with or without special funds."""
    return load_rubric(FORMS[special_funds])


def filed(scenario: str, name: str = "facts.yaml") -> Facts:
    """The facts of a report."""
    return load_facts(ROOT / "scenarios" / scenario / name)


def printed(scenario: str) -> Published:
    """The scores that a report prints."""
    return load_published(ROOT / "scenarios" / scenario / "published.yaml")


def scored(facts: Facts, *, special_funds: bool = False) -> Evaluation:
    """The scores that the rules give."""
    file = form(special_funds=special_funds)
    return score(file.rubric, file.hash, facts)


def beside(scenario: str, *, special_funds: bool = False) -> Comparison:
    """A report's scores beside those of the rules."""
    return compare(scored(filed(scenario), special_funds=special_funds), printed(scenario))


def with_claims(evaluation: Evaluation, *rows: str) -> Fraction:
    """What rules and claims give together, unrounded; of all leaf rows, or of those below the groups that are named."""
    parents = {row.id: row.parent for row in evaluation.rows}
    leaves = [row for row in evaluation.rows if row.leaf and (not rows or _below(row.id, parents) & set(rows))]
    values = [exact(row.claimed or "0") if row.exact is None else Fraction(row.exact) for row in leaves]
    return sum(values, Fraction(0))


def changed(facts: Facts, **values: str) -> Facts:
    """The same facts with other values."""
    return replace(facts, facts=tuple(replace(one, value=values.get(one.input, one.value)) for one in facts.facts))


def _below(row: str, parents: dict[str, str]) -> set[str]:
    above = {row}
    while row := parents[row]:
        above.add(row)
    return above
