"""Checks facts against a rubric before anything is scored: what is malformed, unknown, doubled or in another unit.

A figure that is missing is no fault here: it leaves its rows undecided. `missing_inputs` lists those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.admit_claims import claim_problems
from rules.core.admit_facts import fact_problems
from rules.core.admit_indicators import indicator_problems
from rules.core.admit_results import result_problems
from rules.core.errors import FactsError

if TYPE_CHECKING:
    from rules.core.facts import Facts, Indicator, Result
    from rules.core.rubric import Rubric


def admit(rubric: Rubric, facts: Facts) -> None:
    """Let facts pass, or raise FactsError with every problem; a problem's path is that of the facts' own data."""
    problems = (
        *fact_problems(rubric, facts),
        *indicator_problems(rubric, facts),
        *result_problems(facts),
        *claim_problems(rubric, facts),
    )
    if problems:
        raise FactsError(problems)


def missing_inputs(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List what is still wanted: required inputs without a fact, then "results/<indicator>" without a result.

    When the rubric scores the department's indicators and none is filed, the list ends with "indicators".
    """
    filed = {fact.input for fact in facts.facts}
    inputs = tuple(name for name, each in rubric.inputs.items() if not each.optional and name not in filed)
    if all(row.indicators is None for row in rubric.leaves()):
        return inputs
    if not facts.indicators:
        return (*inputs, "indicators")
    results = {result.indicator: result for result in facts.results}
    open_ones = (each.id for each in facts.indicators if not _answered(each, results.get(each.id)))
    return (*inputs, *(f"results/{each}" for each in open_ones))


def _answered(indicator: Indicator, result: Result | None) -> bool:
    if result is None:
        return False
    if result.applies == "no":
        return True
    return (result.met if indicator.comparator is None else result.actual) is not None
