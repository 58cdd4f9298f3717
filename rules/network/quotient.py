"""A metric as a quotient of two polynomials, so that any bound becomes one integer margin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.errors import NetworkError
from rules.network.form import Form, Polynomial, form, less, product, single
from rules.network.rule import Condition
from rules.network.variables import ALL, MET, UNDECIDED, given, terms, total, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.core.interval import Interval
    from rules.core.rubric import Input, Mean, Metric
    from rules.network.conjunction import Operator

_UNEQUAL: tuple[Operator, ...] = ("<", ">")

Conditions = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """`over` / `under`; `under` is None where nothing is divided.

    `known` holds when every figure is there and its opposite, `unknown`, when one is not. The denominator is never
    negative (admission refuses that); `sure` says that it is above zero whenever the figures are known.
    """

    over: Polynomial
    under: Polynomial | None
    known: Conditions
    unknown: tuple[Conditions, ...]
    sure: bool = False

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
        upright = tuple(Condition(self.margin(bound), operator) for operator, bound in comparisons)
        if self.under is None or self.sure:
            return ((*self.known, *upright),)
        return ((*self.known, Condition(form(self.under), ">"), *upright),)

    def without_base(self) -> tuple[Conditions, ...]:
        """When everything is known and the denominator is 0."""
        return () if self.under is None or self.sure else ((*self.known, Condition(form(self.under), "==")),)

    def margin(self, bound: Fraction) -> Form:
        """What stands to 0 as the quotient stands to the bound, for a positive denominator."""
        return form(less(self.over, bound, product(1) if self.under is None else self.under))


def quotient(metric: Metric, inputs: Mapping[str, Input], row: str) -> Quotient:
    """The metric's quotient. Raises NetworkError for an input that the rubric lacks or that is no number."""
    if metric.share_met:
        decided, undecided = Condition(single(UNDECIDED), "=="), Condition(single(UNDECIDED), ">")
        return Quotient(product(1, MET), product(1, ALL), (decided,), ((undecided,),))
    if metric.mean is not None:
        return _mean(metric.mean, inputs, row)
    over, below, factor = _operands(metric, row)
    known, unknown = presence((over, *below), inputs, row)
    for name in (over, *below):
        if inputs[name].type in ("judgement", "series"):
            raise NetworkError("network.not-a-number", row=row, input=name)
    above = product(factor, value(over))
    if metric.growth is not None:
        above = less(above, Fraction(1), product(1, value(metric.growth.base)))
    return Quotient(above, product(1, *map(value, below)) if below else None, known, unknown)


def _mean(mean: Mean, inputs: Mapping[str, Input], row: str) -> Quotient:
    """The capped terms' sum over their number; a series with too few or too many terms is not known."""
    presence((mean.of,), inputs, row)
    count = inputs[mean.of].count
    if count is None or inputs[mean.of].type != "series":
        raise NetworkError("network.not-a-series", row=row, input=mean.of)
    fixed = count.isdecimal()
    given_ones, lacking = presence((mean.of,) if fixed else (mean.of, count), inputs, row)
    number = product(int(count)) if fixed else product(1, value(count))
    excess = form(less(product(1, terms(mean.of)), Fraction(1), number))
    wrong = tuple((*given_ones, Condition(excess, operator)) for operator in _UNEQUAL)
    over, known = product(1, total(mean.of, mean.cap)), (*given_ones, Condition(excess, "=="))
    return Quotient(over, number, known, (*lacking, *wrong), sure=True)


def from_zero(when: Interval) -> Interval | None:
    """The interval for a quotient that counts as zero when it is below: the owner of zero owns all of that too."""
    if when.high is not None and (when.high < 0 or (when.high == 0 and not when.high_included)):
        return None
    if when.low is None or when.low < 0 or (when.low == 0 and when.low_included):
        return replace(when, low=None, low_included=False)
    return when


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
    if metric.growth is not None:
        return metric.growth.of, (metric.growth.base,), 1
    if metric.pace is not None:
        return metric.pace.of, (metric.pace.to, metric.pace.month), 12
    raise NetworkError("network.no-metric", row=row)
