"""Every scale of a rubric: bands that must own each value of what they measure exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from rules.lint.walk import leaves
from rules.located import Path
from rules.wording import is_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.interval import Interval
    from rules.core.rubric import Input, Metric, Rubric
    from rules.lint.walk import Placed


class Bounded(Protocol):
    """A band, a tier, a price: whatever has an id and an interval."""

    @property
    def id(self) -> str:
        """Its id in the scale."""

    @property
    def when(self) -> Interval:
        """What it owns."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands at a path, and the range that they must own; `reserved` are the ids that rules have of their own."""

    path: Path
    bands: Sequence[Bounded]
    low: Fraction | None
    high: Fraction | None
    rate: bool
    reserved: frozenset[str]


_OPEN = frozenset({"missing", "no-base"})
_OUTCOMES = frozenset({"met", "unmet", "not-applicable", "missing", "over-completion"})


def scales(rubric: Rubric) -> Iterator[Scale]:
    """The scales of all rows in the rubric's order, then that of the cap."""
    for each in leaves(rubric):
        yield from _of_row(each, rubric)
    cap = None if rubric.adjust is None else rubric.adjust.cap_total
    if cap is not None:
        rate = is_rate(cap.metric, rubric.inputs)
        yield Scale(("adjust", "cap_total", "bands"), cap.bands, *metric_range(cap.metric, rubric.inputs), rate, _OPEN)


def _of_row(each: Placed, rubric: Rubric) -> Iterator[Scale]:
    row, path = each.row, each.path
    if row.piecewise is not None:
        low, high = metric_range(row.piecewise.metric, rubric.inputs)
        rate = is_rate(row.piecewise.metric, rubric.inputs)
        yield Scale((*path, "piecewise", "bands"), row.piecewise.bands, low, high, rate, _OPEN)
    if row.indicators is not None and row.indicators.bands:
        bands, where = row.indicators.bands, (*path, "indicators", "bands")
        yield Scale(where, bands, Fraction(0), None, rate=True, reserved=_OUTCOMES)
    if row.indicators is not None and row.indicators.tiers:
        tiers, where = row.indicators.tiers, (*path, "indicators", "tiers")
        yield Scale(where, tiers, Fraction(0), Fraction(1), rate=True, reserved=_OUTCOMES)
    if row.incidents is not None and row.incidents.tiers is not None:
        prices, declared = row.incidents.tiers, rubric.inputs.get(row.incidents.tiers.input)
        low, high = _bounds(declared)
        rate = declared is not None and declared.type == "percent"
        yield Scale((*path, "incidents", "tiers", "bands"), prices.bands, low, high, rate, frozenset({"missing"}))


def metric_range(metric: Metric, inputs: dict[str, Input]) -> tuple[Fraction | None, Fraction | None]:
    """The values that a metric can have: rates and amounts from 0, an input's own bounds where it declares them."""
    if metric.share_met:
        return Fraction(0), Fraction(1)
    if metric.growth is not None:
        return None if _can_be_negative(metric.growth.of, inputs) else Fraction(-1), None
    divided = metric.ratio or metric.pace
    if divided is not None:
        return None if _can_be_negative(divided.of, inputs) else Fraction(0), None
    if metric.mean is not None:
        low, high = _bounds(inputs.get(metric.mean.of))
        caps = [bound for bound in (high, metric.mean.cap) if bound is not None]
        return low, min(caps, default=None)
    return _bounds(inputs.get(metric.value) if metric.value is not None else None)


def _can_be_negative(name: str, inputs: dict[str, Input]) -> bool:
    declared = inputs.get(name)
    return declared is not None and declared.least is not None and declared.least < 0


def _bounds(declared: Input | None) -> tuple[Fraction, Fraction | None]:
    if declared is None:
        return Fraction(0), None
    return Fraction(0) if declared.least is None else declared.least, declared.most
