"""What a row asks for: the inputs that it names, and whether it looks at how all indicators came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.core.rubric import Metric, Row, Rubric


def row_inputs(row: Row) -> frozenset[str]:
    """The inputs that a leaf row names, whatever its shape; none for a group."""
    return row.once(_named)


def _named(row: Row) -> frozenset[str]:
    items = row.checklist.items if row.checklist is not None else ()
    named = {name for metric in row_metrics(row) for name in metric_inputs(metric)} | {item.input for item in items}
    if row.judged is not None:
        named.add(row.judged.input)
    if row.incidents is not None:
        named |= {each.input for each in row.incidents.classes}
        named |= {row.incidents.tiers.input} if row.incidents.tiers is not None else set()
    return frozenset(named)


def indicator_rows(rubric: Rubric) -> tuple[Row, ...]:
    """The rows that score the department's own indicators."""
    return tuple(row for row in rubric.leaves() if row.indicators is not None)


def row_metrics(row: Row) -> tuple[Metric, ...]:
    """The metrics that a leaf row measures."""
    return tuple(shape.metric for shape in (row.piecewise, row.steps) if shape is not None)


def metric_inputs(metric: Metric) -> tuple[str, ...]:
    """The inputs that a metric names; none for the share of indicators that were met."""
    if metric.growth is not None:
        return (metric.growth.of, metric.growth.base)
    if metric.mean is not None:
        return (metric.mean.of,)
    if metric.pace is not None:
        return (metric.pace.of, metric.pace.to, metric.pace.month)
    if metric.ratio is not None:
        return (metric.ratio.of, metric.ratio.to)
    return () if metric.value is None else (metric.value,)
