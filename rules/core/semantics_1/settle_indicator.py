"""Settles one of the department's own indicators: its points when met, none when not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Figure, Reason, Unfired
from rules.core.numbers import exact, plain
from rules.core.semantics_1.settle_completion import settle_rated, settle_tier
from rules.core.semantics_1.settled import Case, Settled, Worth, reason, result_text
from rules.core.semantics_1.slots import BRANCHES
from rules.core.semantics_1.texts import ABSENT

if TYPE_CHECKING:
    from rules.core.facts import Indicator, Result
    from rules.core.rubric import Indicators, Row

_SIGNS = {">=": ("≥", "<"), "<=": ("≤", ">"), "=": ("=", "≠")}


def settle_indicator(row: Row, shape: Indicators, indicator: Indicator, case: Case) -> Settled:
    """Give what the outcome that fired is worth."""
    place = f"{row.id}/{indicator.id}"
    branch, result = case.firing.branch(place), case.filed.results.get(indicator.id)
    extra = case.slots[place].extra
    rules = (case.firing.by_slot[place], *(each for each in case.firing.extras if each == extra))
    by_degrees = None if result is None else _by_degrees(shape, indicator, result, case, place)
    if by_degrees is not None:
        exact_points, why, text, others = by_degrees
        return Settled(exact_points, why, text, rules, _figures(indicator, result), others)
    because = f"{indicator.name} = {ABSENT}" if branch == "missing" else _comparison(indicator, result, branch)
    unfired = tuple(Unfired(rule, because) for rule in case.others(place))
    points = _points(shape, indicator, branch)
    worth = because if points is None else f"{because} ⇒ {plain(points)}"
    return Settled(points, _reason(indicator, result, branch), worth, rules, _figures(indicator, result), unfired)


def _by_degrees(shape: Indicators, indicator: Indicator, result: Result, case: Case, place: str) -> Worth | None:
    """Settle what a band or a tier fired for; None where the indicator is met, unmet or undecided."""
    branch = case.firing.branch(place)
    if branch in BRANCHES:
        return None
    band = next((each for each in shape.bands if each.id == branch), None)
    if band is not None and indicator.comparator is not None:
        return settle_rated(shape, band, indicator, result, case, place)
    return settle_tier(shape, indicator, result, case, place)


def _points(shape: Indicators, indicator: Indicator, branch: str) -> Fraction | None:
    if branch == "missing":
        return None
    full = branch == "met" or (branch == "not-applicable" and shape.not_applicable == "full")
    return exact(indicator.points) if full else Fraction(0)


def _comparison(indicator: Indicator, result: Result | None, branch: str) -> str:
    """Write the comparison that decided: figures against each other, or the judgement."""
    if branch == "not-applicable" or result is None:
        return "not-applicable"
    if indicator.comparator is None or result.actual is None:
        return f"met = {result.met or ABSENT}"
    held, failed = _SIGNS[indicator.comparator]
    return f"{result.actual} {held if branch == 'met' else failed} {indicator.target}"


def _reason(indicator: Indicator, result: Result | None, branch: str) -> Reason:
    if branch == "missing":
        return reason("missing", inputs=indicator.name)
    if branch == "not-applicable":
        return reason("not-applicable")
    if result is None or result.actual is None or indicator.target is None:
        return reason(f"{branch}-stated")
    sign, unit = _SIGNS[indicator.comparator or "="][0], indicator.unit
    return reason(branch, actual=f"{result.actual}{unit}", target=f"{sign} {indicator.target}{unit}")


def _figures(indicator: Indicator, result: Result | None) -> tuple[Figure, ...]:
    """Give the target where it is a number, and the result."""
    figures: list[Figure] = []
    if indicator.target is not None:
        target = f"{indicator.comparator} {indicator.target}"
        figures.append(_figure(indicator, target, indicator.unit, indicator))
    if result is not None:
        value = result_text(result)
        figures.append(_figure(indicator, value, result.unit, result))
    return tuple(figures)


def _figure(indicator: Indicator, value: str, unit: str, source: Indicator | Result) -> Figure:
    return Figure(indicator.id, indicator.name, value, unit, source.origin, source.place)
