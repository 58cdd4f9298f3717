"""Decides how far an indicator's progress and the spending are apart; neither is measured against time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.numbers import exact
from rules.core.semantics_1.metric import Standing, measure
from rules.core.shapes import Metric

if TYPE_CHECKING:
    from rules.core.facts import Indicator, Result
    from rules.core.monitoring import GapRule
    from rules.core.semantics_1.filed import Filed

GREEN, NOT_COMPARED = "green", "not-compared"


@dataclass(frozen=True, slots=True)
class Gap:
    """What was reached of the target, what was spent of the budget, and how far they are apart, either way round."""

    progress: Fraction
    execution: Fraction

    @property
    def width(self) -> Fraction:
        """The distance, never below zero: 1/10 is ten points."""
        return abs(self.progress - self.execution)


def gap_branch(rule: GapRule, indicator: Indicator, result: Result | None, source: Filed, standing: Standing) -> str:
    """Name the branch that fires: the rule's colour where both are too far apart, green, or why nothing is compared.

    Compared is only what grows with the year: a target to be reached, with a linear profile.
    """
    if indicator.profile == "year-end" or indicator.comparator != ">=":
        return NOT_COMPARED
    if result is not None and result.applies == "no":
        return NOT_COMPARED
    missing = measure(Metric(ratio=rule.ratio), source, standing).missing
    if missing or result is None or result.actual is None or indicator.target is None:
        return "missing"
    found = gap_between(rule, indicator, result, source, standing)
    if found is None:
        return "no-base"
    return rule.colour if found.width > rule.apart else GREEN


def gap_between(
    rule: GapRule, indicator: Indicator, result: Result | None, source: Filed, standing: Standing
) -> Gap | None:
    """Measure both; None where a figure is missing, or the target or the budget is not above zero."""
    spent = measure(Metric(ratio=rule.ratio), source, standing).value
    if spent is None or result is None or result.actual is None or indicator.target is None:
        return None
    target = exact(indicator.target)
    return Gap(max(exact(result.actual) / target, Fraction(0)), spent) if target > 0 else None
