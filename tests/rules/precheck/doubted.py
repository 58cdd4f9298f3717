"""The practice rubric with what a test adds to it, facts of its department, and the doubts about them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rules.core.admission import admit
from rules.facts_file import load_facts
from rules.precheck.find_doubts import find_doubts
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric
    from rules.precheck.doubt import Doubt

PRACTICE = Path(__file__).parents[3] / "docs/guide/practice"


@cache
def rubric(added: str = "", precheck: str = "") -> Rubric:
    """The rubric with more lines before its rows, and a precheck of its own."""
    text = (PRACTICE / "department.yaml").read_text(encoding="utf-8")
    text = text.replace("\nrows:\n", f"{added}\nrows:\n") + (f"\nprecheck: {precheck}\n" if precheck else "")
    return load_rubric(text.encode()).rubric


@cache
def parks() -> Facts:
    """What the parks file in practice."""
    return load_facts(PRACTICE / "parks.yaml")


def with_facts(facts: Facts, **values: str) -> Facts:
    """The same facts with other values, and without those that are given as empty."""
    changed = tuple(replace(one, value=values.get(one.input, one.value)) for one in facts.facts)
    return replace(facts, facts=tuple(one for one in changed if one.value))


def with_results(facts: Facts, **values: str) -> Facts:
    """The same facts with other actual values of indicators."""
    results = (replace(one, actual=values.get(one.indicator, one.actual)) for one in facts.results)
    return replace(facts, results=tuple(results))


def doubts(facts: Facts, form: Rubric | None = None) -> list[Doubt]:
    """The doubts about facts that can be used."""
    form = form or rubric()
    admit(form, facts)
    return list(find_doubts(form, facts))


def named(facts: Facts, form: Rubric | None = None) -> list[str]:
    """The same, by the names under which a reason is given."""
    return [one.named for one in doubts(facts, form)]
