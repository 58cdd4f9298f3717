"""What settling a leaf row gives, before rounding: its exact points or none, and all that explains them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Figure, Reason, Unfired
from rules.core.facts import Facts
from rules.core.rubric import Rubric
from rules.core.semantics_1.filed import Filed
from rules.core.semantics_1.firing import Firing
from rules.core.semantics_1.metric import Standing
from rules.core.semantics_1.slots import Slot
from rules.core.semantics_1.texts import ABSENT, LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.core.facts import Result


@dataclass(frozen=True, slots=True)
class Case:
    """All that a row is settled from: the rubric, what was filed, what fired, and how the indicators came out.

    `met` names the indicators whose target was reached, whatever their rows make of that.
    """

    rubric: Rubric
    facts: Facts
    filed: Filed
    firing: Firing
    standing: Standing
    slots: dict[str, Slot]
    met: frozenset[str]

    def others(self, slot: str) -> tuple[str, ...]:
        """Name the rules of a slot that did not fire."""
        return tuple(rule for rule in self.slots[slot].rules if rule != self.firing.by_slot[slot])


@dataclass(frozen=True, slots=True)
class Settled:
    """`exact` is None while undecided; `arithmetic` is the computation without its rounding."""

    exact: Fraction | None
    reason: Reason
    arithmetic: str
    rules: tuple[str, ...]
    figures: tuple[Figure, ...]
    unfired: tuple[Unfired, ...]


Worth = tuple[Fraction, Reason, str, tuple[Unfired, ...]]
"""Exact points, the reason, the computation, and why the other branches did not fire."""


def reason(code: str, **params: str) -> Reason:
    """Give a reason with its blanks."""
    return Reason(code, params)


def missing(case: Case, names: Iterable[str]) -> tuple[Reason, str]:
    """Say which inputs or indicators have no figure, by their names: as a reason, and in signs."""
    indicators = {each.id: each.name for each in case.facts.indicators}
    inputs = case.rubric.inputs
    called = [inputs[each].name if each in inputs else indicators[each] for each in names]
    return reason("missing", inputs=LISTED.join(called)), ", ".join(f"{each} = {ABSENT}" for each in called)


def figures_of(case: Case, names: Iterable[str]) -> tuple[Figure, ...]:
    """Give the facts of inputs, as far as they were filed."""
    found = ((case.rubric.inputs[name].name, case.filed.facts[name]) for name in names if name in case.filed.facts)
    return tuple(Figure(each.input, name, each.value, each.unit, each.origin, each.place) for name, each in found)


def results_of(case: Case) -> tuple[Figure, ...]:
    """Give the results of all indicators, for a row that counts them."""
    pairs = ((each, case.filed.results.get(each.id)) for each in case.facts.indicators)
    return tuple(
        Figure(each.id, each.name, result_text(result), result.unit, *where)
        for each, result in pairs
        if result is not None
        for where in [(result.origin, result.place)]
    )


def result_text(result: Result) -> str:
    """Write a result as it was filed: its figure, its judgement, or that the indicator does not apply."""
    return "not-applicable" if result.applies == "no" else (result.actual or result.met or result.share or "")
