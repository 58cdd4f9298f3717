"""The measured quantity of a row, exact and never rounded: a value, a quotient of inputs, a mean, a share met."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import RulesError
from rules.core.row_inputs import metric_inputs

if TYPE_CHECKING:
    from rules.core.rubric import Growth, Mean, Metric, Pace, Ratio
    from rules.core.semantics_1.filed import Filed

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """How the department's indicators came out: how many are met, of all, and those without a result."""

    met: int
    all: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """The metric's value; or, where there is none, what is missing or which denominator is zero."""

    value: Fraction | None
    missing: tuple[str, ...] = ()
    no_base: str | None = None


def asked(mean: Mean, filed: Filed) -> tuple[str, ...]:
    """Name the inputs that a mean asks for: the series, and the number of its terms where another input gives it."""
    count = filed.rubric.inputs[mean.of].count
    return (mean.of,) if count is None or count.isdecimal() else (mean.of, count)


def has_base(metric: Metric) -> bool:
    """Whether the metric has a denominator that could be zero."""
    return metric.value is None and metric.mean is None


def measure(metric: Metric, filed: Filed, standing: Standing) -> Measured:
    """Measure; a missing figure comes before a zero denominator."""
    if metric.mean is not None:
        return _mean(metric.mean, filed)
    missing = tuple(name for name in metric_inputs(metric) if name not in filed.facts)
    if missing:
        return Measured(None, missing=missing)
    divided = _divided(metric, filed)
    if divided is not None:
        return divided
    if metric.value is not None:
        return Measured(filed.number(metric.value))
    if metric.share_met:
        return _share_met(standing)
    raise RulesError("semantics.no-metric")


def _divided(metric: Metric, filed: Filed) -> Measured | None:
    """Measure the forms that divide one input by others."""
    if metric.growth is not None:
        return _growth(metric.growth, filed)
    if metric.pace is not None:
        return _pace(metric.pace, filed)
    return None if metric.ratio is None else _ratio(metric.ratio, filed)


def _ratio(ratio: Ratio, filed: Filed) -> Measured:
    of, to = filed.number(ratio.of), filed.number(ratio.to)
    return Measured(of / to) if of is not None and to else Measured(None, no_base=ratio.to)


def _growth(growth: Growth, filed: Filed) -> Measured:
    of, base = filed.number(growth.of), filed.number(growth.base)
    return Measured((of - base) / base) if of is not None and base else Measured(None, no_base=growth.base)


def _mean(mean: Mean, filed: Filed) -> Measured:
    terms = filed.terms(mean.of)
    if not terms:
        unfiled = tuple(name for name in asked(mean, filed) if name not in filed.facts)
        return Measured(None, missing=unfiled or (mean.of,))
    capped = terms if mean.cap is None else tuple(min(term, mean.cap) for term in terms)
    return Measured(sum(capped, Fraction(0)) / len(capped))


def _pace(pace: Pace, filed: Filed) -> Measured:
    of, to, month = filed.number(pace.of), filed.number(pace.to), filed.number(pace.month)
    if of is not None and to and month:
        return Measured(of / to / (month / MONTHS))
    return Measured(None, no_base=pace.month if to else pace.to)


def _share_met(standing: Standing) -> Measured:
    if standing.missing:
        return Measured(None, missing=standing.missing)
    if not standing.all:
        return Measured(None, no_base="indicators")
    return Measured(Fraction(standing.met, standing.all))
