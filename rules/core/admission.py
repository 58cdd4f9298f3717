"""Checks facts against a rubric before anything is scored: what is malformed, unknown, doubled or in another unit.

A figure that is missing is no fault here: it leaves its rows undecided. `missing_inputs` lists those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.admit_claims import claim_problems
from rules.core.admit_facts import fact_problems
from rules.core.admit_indicators import indicator_problems
from rules.core.admit_results import result_problems
from rules.core.admit_series import is_complete
from rules.core.errors import FactsError

if TYPE_CHECKING:
    from rules.core.facts import Fact, Facts, Indicator, Result
    from rules.core.rubric import Indicators, Input, Rubric


def admit(rubric: Rubric, facts: Facts) -> None:
    """Let facts pass, or raise FactsError with every problem; a problem's path is that of the facts' own data."""
    problems = (
        *fact_problems(rubric, facts),
        *indicator_problems(rubric, facts),
        *result_problems(rubric, facts),
        *claim_problems(rubric, facts),
    )
    if problems:
        raise FactsError(problems)


def missing_inputs(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List what is still wanted: required inputs without a fact, then "results/<indicator>" without a result.

    A series without all its terms is wanted too. For a row of the department's indicators that has none the list ends
    with "indicators", or "indicators/<row>" where the row takes only some categories; not where the rubric says what
    the row is then worth.
    """
    filed = {fact.input: fact for fact in facts.facts}
    inputs = (
        name for name, each in rubric.inputs.items() if not each.optional and not _whole(each, name, filed, facts)
    )
    rows = [(row.id, row.indicators) for row in rubric.leaves() if row.indicators is not None]
    results = {result.indicator: result for result in facts.results}
    open_ones = [
        f"results/{each.id}"
        for _, shape in rows
        for each in facts.indicators
        if shape.owns(each.category) and not _answered(shape, each, results.get(each.id))
    ]
    empty = [
        f"indicators/{row}" if shape.select else "indicators"
        for row, shape in rows
        if shape.none_filed is None and not any(shape.owns(each.category) for each in facts.indicators)
    ]
    return (*inputs, *open_ones, *empty)


def _whole(wanted: Input, name: str, filed: dict[str, Fact], facts: Facts) -> bool:
    return name in filed and (wanted.type != "series" or is_complete(filed[name], wanted, facts))


def _answered(shape: Indicators, indicator: Indicator, result: Result | None) -> bool:
    if result is None:
        return False
    if result.applies == "no":
        return True
    if indicator.comparator is not None:
        return result.actual is not None
    return (result.share if shape.tiers else result.met) is not None
