"""The measured quantity of a row, exact and never rounded: a value, a ratio, a pace, or the share of targets met."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import RulesError

if TYPE_CHECKING:
    from rules.core.rubric import Metric, Pace, Ratio
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


def inputs_of(metric: Metric) -> tuple[str, ...]:
    """Name the inputs that a metric asks for, in the order in which they stand in its formula."""
    if metric.pace is not None:
        return (metric.pace.of, metric.pace.to, metric.pace.month)
    if metric.ratio is not None:
        return (metric.ratio.of, metric.ratio.to)
    return () if metric.value is None else (metric.value,)


def measure(metric: Metric, filed: Filed, standing: Standing) -> Measured:
    """Measure; a missing figure comes before a zero denominator."""
    missing = tuple(name for name in inputs_of(metric) if name not in filed.facts)
    if missing:
        return Measured(None, missing=missing)
    if metric.pace is not None:
        return _pace(metric.pace, filed)
    if metric.ratio is not None:
        return _ratio(metric.ratio, filed)
    if metric.value is not None:
        return Measured(filed.number(metric.value))
    if metric.share_met:
        return _share_met(standing)
    raise RulesError("semantics.no-metric")


def _ratio(ratio: Ratio, filed: Filed) -> Measured:
    of, to = filed.number(ratio.of), filed.number(ratio.to)
    return Measured(of / to) if of is not None and to else Measured(None, no_base=ratio.to)


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
