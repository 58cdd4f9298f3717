"""How far a quantity was completed (完成率), exact and never rounded; and which indicators have such a rate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import exact

if TYPE_CHECKING:
    from rules.core.facts import Indicator, Result
    from rules.core.interval import Interval
    from rules.core.rubric import Indicators


@dataclass(frozen=True, slots=True)
class Completion:
    """A completion rate, never below zero; None is beyond every bound: nothing was used of what is allowed."""

    rate: Fraction | None

    def within(self, when: Interval) -> bool:
        """Whether the rate lies inside."""
        return when.high is None if self.rate is None else when.holds(self.rate)


def is_rated(shape: Indicators, indicator: Indicator) -> bool:
    """Whether an indicator is scored by its completion rate: a quantity with a target above zero, in a row of bands.

    A target of zero has no rate, and one that must be hit exactly is hit or not.
    """
    if not shape.bands or indicator.target is None or exact(indicator.target) <= 0:
        return False
    return indicator.comparator in (">=", "<=") or shape.equals == "at-least"


def completion(shape: Indicators, indicator: Indicator, result: Result) -> Completion:
    """Measure a rated indicator that has its actual value."""
    actual, target = exact(result.actual or "0"), exact(indicator.target or "0")
    if indicator.comparator != "<=":
        return Completion(max(actual / target, Fraction(0)))
    if shape.lower_is_better == "linear":
        return Completion(max(2 - actual / target, Fraction(0)))
    return Completion(target / actual) if actual > 0 else Completion(None)


def tier_share(result: Result) -> Fraction | None:
    """Give the judged share of a target sentence, None while it has not been judged."""
    return None if result.share is None else exact(result.share)
