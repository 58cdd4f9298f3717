"""Decides the floors of spending: from some months on so much must be spent, each month by the latest floor before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.semantics_1.metric import Measured, Standing, measure
from rules.core.shapes import Metric

if TYPE_CHECKING:
    from fractions import Fraction

    from rules.core.monitoring import FloorRule
    from rules.core.semantics_1.filed import Filed

GREEN, EARLY = "green", "early"


def floor_branch(rule: FloorRule, source: Filed, standing: Standing) -> str:
    """Name the branch that fires: the rule's colour below the floor, green, or why there is none yet."""
    measured, month = share_spent(rule, source, standing), source.number(rule.month)
    if measured.missing or month is None:
        return "missing"
    if measured.value is None:
        return "no-base"
    least = floor_in(rule, month)
    if least is None:
        return EARLY
    return rule.colour if measured.value < least else GREEN


def share_spent(rule: FloorRule, source: Filed, standing: Standing) -> Measured:
    """Measure what is spent of the budget."""
    return measure(Metric(ratio=rule.ratio), source, standing)


def floor_in(rule: FloorRule, month: Fraction) -> Fraction | None:
    """Return the floor of the latest month that has come; None before the first."""
    reached = [each.least for each in rule.floors if each.month <= month]
    return reached[-1] if reached else None
