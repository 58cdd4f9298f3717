"""What a filing still lacks: figures that some row needs and that are neither filed nor covered by a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.admit_series import is_complete
from rules.core.claimable import places
from rules.core.row_inputs import metric_inputs, row_inputs, row_metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.claimable import Place
    from rules.core.facts import Fact, Facts, Indicator, Result
    from rules.core.rubric import Indicators, Metric, Rubric


def missing_inputs(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List what is still wanted: required inputs without a fact, then "results/<indicator>" without a result.

    A series without all its terms is wanted too. For a row of the department's indicators that has none the list ends
    with "indicators", or "indicators/<row>" where the row takes only some categories; not where the rubric says what
    the row is then worth.

    What only claimed rows ask for is not wanted: their own claim stands in, or that of a group above them. What the
    total is adjusted by cannot be claimed.
    """
    asked = _asked(rubric, facts)
    filed = {fact.input: fact for fact in facts.facts}
    inputs = (
        name for name in rubric.inputs if name in asked.inputs and not _is_filed(rubric, facts, name, filed.get(name))
    )
    rows = [(row, row.indicators) for row in rubric.leaves() if row.indicators is not None]
    results = {result.indicator: result for result in facts.results}
    open_ones = (
        f"results/{each.id}"
        for _, shape in rows
        for each in facts.indicators
        if shape.owns(each.category)
        and each.id in asked.indicators
        and not _answered(shape, each, results.get(each.id))
    )
    empty = (
        f"indicators/{row.id}" if shape.select else "indicators"
        for row, shape in rows
        if row.id in asked.rows
        and shape.none_filed is None
        and not any(shape.owns(each.category) for each in facts.indicators)
    )
    return (*inputs, *open_ones, *empty)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whatever no claim stands in for."""

    rows: frozenset[str]
    inputs: frozenset[str]
    indicators: frozenset[str]


def _asked(rubric: Rubric, facts: Facts) -> _Asked:
    leaves = [place for place in places(rubric, facts) if not place.row.rows]
    claimed, watched = {claim.row for claim in facts.claims}, frozenset(_watched(rubric))
    open_ones = [place for place in leaves if _stays(place, claimed, watched)]
    rows = {place.row.id: place.row for place in open_ones}
    metrics = [*_adjusting(rubric), *(metric for row in rows.values() for metric in row_metrics(row))]
    needed = {name for row in rows.values() for name in row_inputs(row)} | {
        name for metric in metrics for name in metric_inputs(metric)
    }
    spared = _counted(rubric, {name for place in leaves for name in row_inputs(place.row)}) - _counted(rubric, needed)
    counted = any(metric.share_met for metric in metrics)
    return _Asked(
        rows=frozenset(rows),
        inputs=frozenset(name for name, each in rubric.inputs.items() if not each.optional) - spared,
        indicators=frozenset(place.indicator for place in (leaves if counted else open_ones) if place.indicator),
    )


def _stays(place: Place, claimed: set[str], watched: frozenset[str]) -> bool:
    """Whether a place has to be decided by figures: nobody claims it, or a penalty waits for the rule that fires."""
    return not claimed & {place.id, *place.above} or bool(watched & {place.row.id, "*"})


def _watched(rubric: Rubric) -> Iterator[str]:
    for flat in rubric.adjust.flat if rubric.adjust is not None else ():
        yield flat.when.partition("/")[0]


def _adjusting(rubric: Rubric) -> Iterator[Metric]:
    if rubric.adjust is not None and rubric.adjust.cap_total is not None:
        yield rubric.adjust.cap_total.metric


def _counted(rubric: Rubric, names: set[str]) -> set[str]:
    """The same inputs, and those that say how many terms a series among them has."""
    return names | {
        count for name in names if (count := rubric.inputs[name].count) is not None and not count.isdecimal()
    }


def _is_filed(rubric: Rubric, facts: Facts, name: str, fact: Fact | None) -> bool:
    wanted = rubric.inputs[name]
    return fact is not None and (wanted.type != "series" or is_complete(fact, wanted, facts))


def _answered(shape: Indicators, indicator: Indicator, result: Result | None) -> bool:
    if result is None:
        return False
    if result.applies == "no":
        return True
    if indicator.comparator is not None:
        return result.actual is not None
    return (result.share if shape.tiers else result.met) is not None
