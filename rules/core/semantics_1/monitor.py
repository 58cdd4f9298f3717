"""Decides the mid-year readings (绩效运行监控): spending against time, and every indicator that grows with the year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import exact
from rules.core.semantics_1.decide_indicator import standing
from rules.core.semantics_1.filed import Filed, filed
from rules.core.semantics_1.floor import floor_branch
from rules.core.semantics_1.gap import gap_branch
from rules.core.semantics_1.metric import MONTHS, Measured, Standing, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Facts, Indicator, Result
    from rules.core.rubric import Colour, IndicatorPaceRule, PaceRule, Rubric


def interpret_monitoring(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List the ids of all monitoring rules that fire, green ones too, in the rubric's order."""
    source = filed(rubric, facts)
    counted = standing(source)
    spending = (each for rule in rubric.monitoring.spending for each in _spending(rule, source, counted))
    indicators = (
        each
        for rule in rubric.monitoring.indicators
        for indicator in facts.indicators
        for each in _indicator(rule, indicator, source)
    )
    floors = (f"pace/{rule.id}/{floor_branch(rule, source, counted)}" for rule in rubric.monitoring.floors)
    gaps = (
        f"pace/{rule.id}/{each.id}/{gap_branch(rule, each, source.results.get(each.id), source, counted)}"
        for rule in rubric.monitoring.gaps
        for each in facts.indicators
    )
    return (*spending, *floors, *indicators, *gaps)


def pace_of(indicator: Indicator, result: Result | None, month: str, source: Filed) -> Measured:
    """Measure an indicator's progress against time: (actual / target) / (month / 12).

    As a completion rate it is never below zero, and only a target above zero can be progressed to.
    """
    if result is None or result.actual is None or indicator.target is None:
        return Measured(None, missing=(indicator.id,))
    passed = source.number(month)
    if passed is None:
        return Measured(None, missing=(month,))
    target = exact(indicator.target)
    if target <= 0 or not passed:
        return Measured(None, no_base=month if target > 0 else indicator.id)
    return Measured(max(exact(result.actual) / target / (passed / MONTHS), Fraction(0)))


def _spending(rule: PaceRule, source: Filed, counted: Standing) -> Iterator[str]:
    measured = measure(rule.metric, source, counted)
    yield from (f"pace/{rule.id}/{name}" for name in _colours(rule.colours, measured))


def _indicator(rule: IndicatorPaceRule, indicator: Indicator, source: Filed) -> Iterator[str]:
    result = source.results.get(indicator.id)
    names = ("not-linear",) if _not_linear(indicator, result) else _read(rule, indicator, result, source)
    yield from (f"pace/{rule.id}/{indicator.id}/{name}" for name in names)


def _not_linear(indicator: Indicator, result: Result | None) -> bool:
    """Whether an indicator says nothing before the year is out."""
    if indicator.profile == "year-end" or indicator.comparator in (None, "="):
        return True
    return result is not None and result.applies == "no"


def _read(rule: IndicatorPaceRule, indicator: Indicator, result: Result | None, source: Filed) -> Iterator[str]:
    if indicator.comparator == ">=":
        yield from _colours(rule.colours, pace_of(indicator, result, rule.month, source))
    elif result is None or result.actual is None or indicator.target is None:
        yield "missing"
    else:
        yield "green" if exact(result.actual) <= exact(indicator.target) else "red"


def _colours(colours: tuple[Colour, ...], measured: Measured) -> Iterator[str]:
    """Name every colour that holds; the same colour in two intervals counts once."""
    if measured.value is None:
        yield "missing" if measured.missing else "no-base"
        return
    value = measured.value
    yield from dict.fromkeys(each.colour for each in colours if each.when.holds(value))
