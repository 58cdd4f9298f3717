"""From rules on the gap between progress and spending to network rules, each fired once per indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.network.form import single
from rules.network.quotient import presence
from rules.network.rule import Condition, NetworkRule
from rules.network.variables import (
    ACTUAL_GIVEN,
    AT_LEAST,
    AT_MOST,
    COMPARATOR,
    EXACTLY,
    GAP,
    SENTENCE,
    TARGET,
    value,
)
from rules.network.watched import WATCHED, unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.monitoring import GapRule
    from rules.core.rubric import Rubric
    from rules.network.quotient import Conditions


def compile_gap(rule: GapRule, rubric: Rubric) -> tuple[NetworkRule, ...]:
    """One rule, for one indicator as the fact; ids are only their last part ("yellow", "no-base")."""
    return tuple(NetworkRule(name, rule.id, when) for name, when in _gap(rule, rubric))


def _gap(rule: GapRule, rubric: Rubric) -> Iterator[tuple[str, Conditions]]:
    yield from unwatched("not-compared", (SENTENCE, AT_MOST, EXACTLY))
    compared = (*WATCHED, Condition(single(COMPARATOR), "==", AT_LEAST))
    yield "missing", (*compared, Condition(single(ACTUAL_GIVEN), "==", 0))
    reported = (*compared, Condition(single(ACTUAL_GIVEN), "==", 1))
    known, unknown = presence((rule.ratio.of, rule.ratio.to), rubric.inputs, rule.id)
    for when in unknown:
        yield "missing", (*reported, *when)
    yield from _measured(rule, (*reported, *known))


def _measured(rule: GapRule, known: Conditions) -> Iterator[tuple[str, Conditions]]:
    """Only a target and a budget above zero have shares whose distance stands to what the rule allows."""
    budget = single(value(rule.ratio.to))
    yield "no-base", (*known, Condition(single(TARGET), "<="))
    yield "no-base", (*known, Condition(single(TARGET), ">"), Condition(budget, "=="))
    measured = (*known, Condition(single(TARGET), ">"), Condition(budget, ">"))
    yield rule.colour, (*measured, Condition(single(GAP), ">"))
    yield "green", (*measured, Condition(single(GAP), "<="))
