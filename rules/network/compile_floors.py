"""From floors of spending to network rules: one span of months for each floor, and the months before the first."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.shapes import Metric
from rules.network.form import form, less, product
from rules.network.quotient import presence, quotient
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.monitoring import FloorRule
    from rules.core.rubric import Rubric
    from rules.network.conjunction import Operator
    from rules.network.quotient import Conditions, Quotient


def compile_floors(rubric: Rubric) -> tuple[NetworkRule, ...]:
    """All floors of spending, in the rubric's order, with their full ids."""
    return tuple(
        NetworkRule(f"pace/{rule.id}/{name}", rule.id, when)
        for rule in rubric.monitoring.floors
        for name, when in _floor(rule, rubric)
    )


def _floor(rule: FloorRule, rubric: Rubric) -> Iterator[tuple[str, Conditions]]:
    known, unknown = presence((rule.ratio.of, rule.ratio.to, rule.month), rubric.inputs, rule.id)
    share = replace(quotient(Metric(ratio=rule.ratio), rubric.inputs, rule.id), known=known, unknown=unknown)
    yield from _spans(rule, share)
    for when in share.where():
        yield "early", (*when, _month(rule, "<", rule.floors[0].month))
    for when in unknown:
        yield "missing", when
    for when in share.without_base():
        yield "no-base", when


def _spans(rule: FloorRule, share: Quotient) -> Iterator[tuple[str, Conditions]]:
    """From each floor's month to the next one's."""
    ends = (*(each.month for each in rule.floors[1:]), None)
    for floor, end in zip(rule.floors, ends, strict=True):
        months = [_month(rule, ">=", floor.month)]
        months += [] if end is None else [_month(rule, "<", end)]
        for when in share.where(("<", floor.least)):
            yield rule.colour, (*when, *months)
        for when in share.where((">=", floor.least)):
            yield "green", (*when, *months)


def _month(rule: FloorRule, operator: Operator, month: int) -> Condition:
    return Condition(form(less(product(1, value(rule.month)), Fraction(month), product(1))), operator)
