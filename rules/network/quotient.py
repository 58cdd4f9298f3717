"""A metric as a quotient of two polynomials, so that any bound becomes one integer margin."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.errors import NetworkError
from rules.network.form import Form, Polynomial, form, less, product, single
from rules.network.rule import Condition
from rules.network.variables import ALL, MET, UNDECIDED, given, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.core.interval import Interval
    from rules.core.rubric import Input, Metric
    from rules.network.conjunction import Operator

_MIRRORED: dict[Operator, Operator] = {"<": ">", "<=": ">=", "==": "==", ">=": "<=", ">": "<"}

Conditions = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """`over` / `under`; `under` is None where nothing is divided.

    `known` holds when every figure is there and its opposite, `unknown`, when one is not. `signed` says that the
    denominator may be negative (admission refuses that for inputs): then every comparison is compiled for both signs.
    """

    over: Polynomial
    under: Polynomial | None
    known: Conditions
    unknown: tuple[Conditions, ...]
    signed: bool = False

    def inside(self, interval: Interval) -> tuple[Conditions, ...]:
        """Exclusive conjunctions that together hold exactly when the quotient is known and in the interval."""
        comparisons: list[tuple[Operator, Fraction]] = []
        if interval.low is not None:
            comparisons.append((">=" if interval.low_included else ">", interval.low))
        if interval.high is not None:
            comparisons.append(("<=" if interval.high_included else "<", interval.high))
        return self.where(*comparisons)

    def where(self, *comparisons: tuple[Operator, Fraction]) -> tuple[Conditions, ...]:
        """The same for comparisons of the quotient with bounds."""
        margins = [(operator, self.margin(bound)) for operator, bound in comparisons]
        upright = tuple(Condition(margin, operator) for operator, margin in margins)
        if self.under is None:
            return ((*self.known, *upright),)
        base = form(self.under)
        positive = (*self.known, Condition(base, ">"), *upright)
        if not self.signed:
            return (positive,)
        mirrored = (Condition(margin, _MIRRORED[operator]) for operator, margin in margins)
        return (positive, (*self.known, Condition(base, "<"), *mirrored))

    def without_base(self) -> tuple[Conditions, ...]:
        """When everything is known and the denominator is 0."""
        return () if self.under is None else ((*self.known, Condition(form(self.under), "==")),)

    def margin(self, bound: Fraction) -> Form:
        """What stands to 0 as the quotient stands to the bound, for a positive denominator."""
        return form(less(self.over, bound, product(1) if self.under is None else self.under))


def quotient(metric: Metric, inputs: Mapping[str, Input], row: str) -> Quotient:
    """The metric's quotient. Raises NetworkError for an input that the rubric lacks or that is no number."""
    if metric.share_met:
        decided, undecided = Condition(single(UNDECIDED), "=="), Condition(single(UNDECIDED), ">")
        return Quotient(product(1, MET), product(1, ALL), (decided,), ((undecided,),))
    over, below, factor = _operands(metric, row)
    known, unknown = presence((over, *below), inputs, row)
    for name in (over, *below):
        if inputs[name].type == "judgement":
            raise NetworkError("network.not-a-number", row=row, input=name)
    under = product(1, *map(value, below)) if below else None
    return Quotient(product(factor, value(over)), under, known, unknown)


def presence(names: Iterable[str], inputs: Mapping[str, Input], row: str) -> tuple[Conditions, tuple[Conditions, ...]]:
    """The conditions that all these inputs have a fact, and that at least one has none."""
    wanted = tuple(dict.fromkeys(names))
    for name in wanted:
        if name not in inputs:
            raise NetworkError("network.unknown-input", row=row, input=name)
    lacking = form({(): Fraction(len(wanted))} | {(given(name),): Fraction(-1) for name in wanted})
    return (Condition(lacking, "=="),), ((Condition(lacking, ">"),),)


def _operands(metric: Metric, row: str) -> tuple[str, tuple[str, ...], int]:
    """The input above the line, those below it, and the factor (12 months) above."""
    if metric.value is not None:
        return metric.value, (), 1
    if metric.ratio is not None:
        return metric.ratio.of, (metric.ratio.to,), 1
    if metric.pace is not None:
        return metric.pace.of, (metric.pace.to, metric.pace.month), 12
    raise NetworkError("network.no-metric", row=row)
