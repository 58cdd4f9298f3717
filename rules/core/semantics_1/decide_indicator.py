"""Decides how one of the department's own indicators came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.numbers import exact
from rules.core.semantics_1.metric import Standing

if TYPE_CHECKING:
    from fractions import Fraction

    from rules.core.facts import Indicator, Result
    from rules.core.semantics_1.filed import Filed


def outcome(indicator: Indicator, result: Result | None) -> str:
    """Answer "met", "unmet", "not-applicable" or "missing"."""
    if result is None:
        return "missing"
    if result.applies == "no":
        return "not-applicable"
    if indicator.comparator is None:
        return {None: "missing", "yes": "met", "no": "unmet"}[result.met]
    if result.actual is None or indicator.target is None:
        return "missing"
    return "met" if _reached(indicator.comparator, exact(result.actual), exact(indicator.target)) else "unmet"


def over_completed(indicator: Indicator, result: Result | None, bound: Fraction | None) -> bool:
    """Whether a quantity was reached at the bound or more; only where more is better and the target is above zero."""
    if bound is None or result is None or result.actual is None or result.applies == "no":
        return False
    if indicator.comparator != ">=" or indicator.target is None:
        return False
    target = exact(indicator.target)
    return target > 0 and exact(result.actual) / target >= bound


def standing(filed: Filed) -> Standing:
    """Count the indicators that are met; one that is unmet or does not apply counts in all, not in met."""
    outcomes = {each.id: outcome(each, filed.results.get(each.id)) for each in filed.indicators}
    missing = tuple(each for each, came in outcomes.items() if came == "missing")
    return Standing(met=list(outcomes.values()).count("met"), all=len(outcomes), missing=missing)


def _reached(comparator: str, actual: Fraction, target: Fraction) -> bool:
    if comparator == ">=":
        return actual >= target
    return actual <= target if comparator == "<=" else actual == target
