"""Checks what became of the indicators: each result against its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.admit_bounds import number_or_problem
from rules.core.admit_facts import close
from rules.core.admit_indicators import indicator_shapes
from rules.core.admit_shares import share_problems
from rules.core.errors import Problem
from rules.core.units import unit_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Facts, Indicator, Result
    from rules.core.records import Path
    from rules.core.rubric import Rubric


def result_problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Find everything that is wrong with the results."""
    rows = rubric.once(indicator_shapes)
    indicators = {indicator.id: indicator for indicator in facts.indicators}
    seen: set[str] = set()
    for position, result in enumerate(facts.results):
        path: Path = ("results", position)
        if result.indicator in seen:
            yield Problem("facts.duplicate-result", (*path, "indicator"), indicator=result.indicator)
        seen.add(result.indicator)
        indicator = indicators.get(result.indicator)
        if indicator is None:
            known = close(result.indicator, indicators)
            yield Problem("facts.unknown-indicator", (*path, "indicator"), indicator=result.indicator, known=known)
        else:
            tiered = next((shape for shape in rows if shape.tiers and shape.owns(indicator.category)), None)
            if tiered is not None and indicator.comparator is None:
                yield from share_problems(tiered, indicator, result, path)
            else:
                yield from _kind(indicator, result, path)
            yield from _actual(indicator, result, path)


def _kind(indicator: Indicator, result: Result, path: Path) -> Iterator[Problem]:
    if result.actual is not None and result.met is not None:
        yield Problem("facts.actual-and-met", (*path, "met"), indicator=indicator.id)
    elif indicator.comparator is None and result.actual is not None:
        yield Problem("facts.met-wanted", (*path, "actual"), indicator=indicator.id)
    elif indicator.comparator is not None and result.met is not None:
        yield Problem("facts.actual-wanted", (*path, "met"), indicator=indicator.id, unit=indicator.unit)
    if result.share is not None:
        yield Problem("facts.share-unwanted", (*path, "share"), indicator=indicator.id)


def _actual(indicator: Indicator, result: Result, path: Path) -> Iterator[Problem]:
    if result.actual is None:
        return
    actual = number_or_problem(result.actual, (*path, "actual"), indicator.id)
    if isinstance(actual, Problem):
        yield actual
    if indicator.comparator is not None:
        yield from unit_problem(indicator.id, result.actual, result.unit, indicator.unit, (*path, "unit"))
