"""From monitoring rules to network rules: spending at once, and each indicator rule fired once per indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.network.form import form, less, product, single
from rules.network.quotient import Quotient, from_zero, presence, quotient
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import (
    ACTUAL,
    ACTUAL_GIVEN,
    AT_LEAST,
    AT_MOST,
    COMPARATOR,
    EXACTLY,
    SENTENCE,
    TARGET,
    value,
)
from rules.network.watched import WATCHED, unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import IndicatorPaceRule, PaceRule, Rubric
    from rules.network.quotient import Conditions

_ABOVE = Condition(single(TARGET), ">")
_NOT_ABOVE = Condition(single(TARGET), "<=")
_DISTANCE = form(less(product(1, ACTUAL), product(1)[()], product(1, TARGET)))


def compile_spending(rubric: Rubric) -> tuple[NetworkRule, ...]:
    """All monitoring rules on spending, in the rubric's order, with their full ids."""
    return tuple(
        NetworkRule(f"pace/{rule.id}/{name}", rule.id, when)
        for rule in rubric.monitoring.spending
        for name, when in _spending(rule, rubric)
    )


def compile_indicator_pace(rule: IndicatorPaceRule, rubric: Rubric) -> tuple[NetworkRule, ...]:
    """One indicator rule, for one indicator as the fact; ids are only their last part ("green", "no-base")."""
    return tuple(NetworkRule(name, rule.id, when) for name, when in _indicator(rule, rubric))


def _spending(rule: PaceRule, rubric: Rubric) -> Iterator[tuple[str, Conditions]]:
    measured = quotient(rule.metric, rubric.inputs, rule.id)
    for colour in rule.colours:
        for when in measured.inside(colour.when):
            yield colour.colour, when
    for when in measured.unknown:
        yield "missing", when
    for when in measured.without_base():
        yield "no-base", when


def _indicator(rule: IndicatorPaceRule, rubric: Rubric) -> Iterator[tuple[str, Conditions]]:
    yield from unwatched("not-linear", (SENTENCE, EXACTLY))
    reported = Condition(single(ACTUAL_GIVEN), "==", 1)
    unreported = Condition(single(ACTUAL_GIVEN), "==", 0)
    at_most = (*WATCHED, Condition(single(COMPARATOR), "==", AT_MOST))
    yield "green", (*at_most, reported, Condition(_DISTANCE, "<="))
    yield "red", (*at_most, reported, Condition(_DISTANCE, ">"))
    yield "missing", (*at_most, unreported)
    at_least = (*WATCHED, Condition(single(COMPARATOR), "==", AT_LEAST))
    month, monthless = presence((rule.month,), rubric.inputs, rule.id)
    yield "missing", (*at_least, unreported)
    for when in monthless:
        yield "missing", (*at_least, reported, *when)
    yield from _paced(rule, (*at_least, reported, *month))


def _paced(rule: IndicatorPaceRule, known: Conditions) -> Iterator[tuple[str, Conditions]]:
    """(actual / target) / (month / 12), not below zero; only a target above zero can be progressed to."""
    progress = Quotient(product(12, ACTUAL), product(1, TARGET, value(rule.month)), (*known, _ABOVE), ())
    for colour in rule.colours:
        reached = from_zero(colour.when)
        for when in progress.inside(reached) if reached is not None else ():
            yield colour.colour, when
    for when in (*progress.without_base(), (*known, _NOT_ABOVE)):
        yield "no-base", when
