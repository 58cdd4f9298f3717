"""Decides how one of the department's own indicators came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.numbers import exact
from rules.core.semantics_1.completion import completion, is_rated, tier_share
from rules.core.semantics_1.metric import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from rules.core.facts import Indicator, Result
    from rules.core.rubric import Indicators
    from rules.core.semantics_1.filed import Filed


def outcome(indicator: Indicator, result: Result | None) -> str:
    """Answer "met", "unmet", "not-applicable" or "missing"; a sentence that is judged by a share is met at 100 %."""
    if result is None:
        return "missing"
    if result.applies == "no":
        return "not-applicable"
    if indicator.comparator is None:
        share = tier_share(result)
        if share is not None:
            return "met" if share >= 1 else "unmet"
        return {None: "missing", "yes": "met", "no": "unmet"}[result.met]
    if result.actual is None or indicator.target is None:
        return "missing"
    return "met" if _reached(indicator.comparator, exact(result.actual), exact(indicator.target)) else "unmet"


def branches(shape: Indicators, indicator: Indicator, result: Result | None) -> Iterator[str]:
    """Name every branch of an indicator's slot that holds; one does when bands and tiers own every value once."""
    came = outcome(indicator, result)
    if result is None or came in ("missing", "not-applicable"):
        yield came
    elif indicator.comparator is None and shape.tiers:
        yield from _tiers(shape, result)
    elif is_rated(shape, indicator):
        done = completion(shape, indicator, result)
        yield from (band.id for band in shape.bands if done.within(band.when))
    elif shape.bands and indicator.target is not None and exact(indicator.target) <= 0:
        yield "met" if exact(result.actual or "0") <= 0 else "unmet"
    else:
        yield came


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


def _tiers(shape: Indicators, result: Result) -> Iterator[str]:
    share = tier_share(result)
    if share is None:
        yield "missing"
        return
    yield from (tier.id for tier in shape.tiers if tier.when.holds(share))


def _reached(comparator: str, actual: Fraction, target: Fraction) -> bool:
    if comparator == ">=":
        return actual >= target
    return actual <= target if comparator == "<=" else actual == target
