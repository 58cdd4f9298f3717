"""From rules on the gap between progress and spending to network rules, each fired once per indicator."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.network.form import less, product, single
from rules.network.quotient import Quotient, presence
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import (
    ACTUAL,
    ACTUAL_GIVEN,
    AT_LEAST,
    AT_MOST,
    COMPARATOR,
    EXACTLY,
    LINEAR,
    NOT_APPLICABLE,
    SENTENCE,
    TARGET,
    value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.monitoring import GapRule
    from rules.core.rubric import Rubric
    from rules.network.quotient import Conditions

_APPLIES = (Condition(single(LINEAR), "==", 1), Condition(single(NOT_APPLICABLE), "==", 0))


def compile_gap(rule: GapRule, rubric: Rubric) -> tuple[NetworkRule, ...]:
    """One rule, for one indicator as the fact; ids are only their last part ("yellow", "no-base")."""
    return tuple(NetworkRule(name, rule.id, when) for name, when in _gap(rule, rubric))


def _gap(rule: GapRule, rubric: Rubric) -> Iterator[tuple[str, Conditions]]:
    yield "not-compared", (Condition(single(LINEAR), "==", 0),)
    yield "not-compared", (Condition(single(LINEAR), "==", 1), Condition(single(NOT_APPLICABLE), "==", 1))
    for comparator in (SENTENCE, AT_MOST, EXACTLY):
        yield "not-compared", (*_APPLIES, Condition(single(COMPARATOR), "==", comparator))
    compared = (*_APPLIES, Condition(single(COMPARATOR), "==", AT_LEAST))
    yield "missing", (*compared, Condition(single(ACTUAL_GIVEN), "==", 0))
    reported = (*compared, Condition(single(ACTUAL_GIVEN), "==", 1))
    known, unknown = presence((rule.ratio.of, rule.ratio.to), rubric.inputs, rule.id)
    for when in unknown:
        yield "missing", (*reported, *when)
    yield from _measured(rule, (*reported, *known))


def _measured(rule: GapRule, known: Conditions) -> Iterator[tuple[str, Conditions]]:
    """A target below zero has no progress, and an actual value below zero is none."""
    above = (*known, Condition(single(TARGET), ">"))
    yield "no-base", (*known, Condition(single(TARGET), "<="))
    spent, budget = value(rule.ratio.of), value(rule.ratio.to)
    over = less(product(1, ACTUAL, budget), Fraction(1), product(1, TARGET, spent))
    ahead = Quotient(over, product(1, TARGET, budget), (*above, Condition(single(ACTUAL), ">=")), ())
    none = Quotient(product(-1, spent), product(1, budget), (*above, Condition(single(ACTUAL), "<")), ())
    for difference in (ahead, none):
        yield from _apart(rule, difference)


def _apart(rule: GapRule, difference: Quotient) -> Iterator[tuple[str, Conditions]]:
    """Further apart than the rule allows, ahead or behind."""
    outside = (difference.where((">", rule.apart)), difference.where(("<", -rule.apart)))
    for when in (*outside[0], *outside[1]):
        yield rule.colour, when
    for when in difference.where((">=", -rule.apart), ("<=", rule.apart)):
        yield "green", when
    for when in difference.without_base():
        yield "no-base", when
