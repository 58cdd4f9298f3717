"""Writes bounds and intervals of a rubric the way its file writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.numbers import plain

if TYPE_CHECKING:
    from fractions import Fraction

    from rules.core.interval import Interval
    from rules.core.rubric import Input, Metric


def is_rate(metric: Metric, inputs: dict[str, Input]) -> bool:
    """Whether the metric is written as a percentage: everything but a plain value of another type."""
    return metric.value is None or (metric.value in inputs and inputs[metric.value].type == "percent")


def written(value: Fraction, *, rate: bool) -> str:
    """Write a number: 3/5 is "60%" where the metric is a rate, else "0.6"."""
    return f"{plain(value * 100)}%" if rate else plain(value)


def written_interval(interval: Interval, *, rate: bool) -> str:
    """Write an interval: "[60%, 100%)"; a missing bound is "-"; a single value stands alone."""
    if interval.low is not None and interval.low == interval.high:
        return written(interval.low, rate=rate)
    low = "-" if interval.low is None else written(interval.low, rate=rate)
    high = "-" if interval.high is None else written(interval.high, rate=rate)
    opening, closing = "[" if interval.low_included else "(", "]" if interval.high_included else ")"
    return f"{opening}{low}, {high}{closing}"
