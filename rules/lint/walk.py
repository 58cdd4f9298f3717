"""Goes through a rubric's parts with the path of each in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.rubric import Metric, Row
from rules.located import Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Rubric

SHAPES = ("piecewise", "steps", "checklist", "judged", "indicators", "incidents")


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and its path in the file."""

    path: Path
    row: Row


@dataclass(frozen=True, slots=True)
class PlacedMetric:
    """A metric, its path, and the path and id of the row or monitoring rule that measures by it."""

    path: Path
    metric: Metric
    owner: Path
    name: str


def rows(rubric: Rubric) -> Iterator[Placed]:
    """Every row, groups before their children."""
    yield from _below(rubric.rows, ("rows",))


def leaves(rubric: Rubric) -> Iterator[Placed]:
    """Every leaf row."""
    return (each for each in rows(rubric) if not each.row.rows)


def shapes_of(row: Row) -> tuple[str, ...]:
    """The names of the shapes that a row has."""
    return tuple(shape for shape in SHAPES if getattr(row, shape) is not None)


def metrics(rubric: Rubric) -> Iterator[PlacedMetric]:
    """Every metric of the rows, of the monitoring rules on spending, and of the cap on the total."""
    for each in rows(rubric):
        for name, shape in (("piecewise", each.row.piecewise), ("steps", each.row.steps)):
            if shape is not None:
                yield PlacedMetric((*each.path, name, "metric"), shape.metric, each.path, each.row.id)
    for position, rule in enumerate(rubric.monitoring.spending):
        path: Path = ("monitoring", "spending", position)
        yield PlacedMetric((*path, "metric"), rule.metric, path, rule.id)
    for position, floor in enumerate(rubric.monitoring.floors):
        path = ("monitoring", "floors", position)
        yield PlacedMetric(path, Metric(ratio=floor.ratio), path, floor.id)
    for position, gap in enumerate(rubric.monitoring.gaps):
        path = ("monitoring", "gaps", position)
        yield PlacedMetric(path, Metric(ratio=gap.ratio), path, gap.id)
    cap = None if rubric.adjust is None else rubric.adjust.cap_total
    if cap is not None:
        path = ("adjust", "cap_total")
        yield PlacedMetric((*path, "metric"), cap.metric, path, cap.name)


def forms_of(metric: Metric) -> tuple[str, ...]:
    """The names of the forms that a metric has; exactly one is right."""
    chosen = {
        "value": metric.value,
        "ratio": metric.ratio,
        "pace": metric.pace,
        "share_met": metric.share_met or None,
        "growth": metric.growth,
        "mean": metric.mean,
    }
    return tuple(name for name, form in chosen.items() if form is not None)


def named_inputs(placed: PlacedMetric) -> Iterator[tuple[Path, str]]:
    """The inputs that a metric names, each with its path."""
    metric, path = placed.metric, placed.path
    if metric.value is not None:
        yield (*path, "value"), metric.value
    if metric.ratio is not None:
        yield (*path, "ratio", "of"), metric.ratio.of
        yield (*path, "ratio", "to"), metric.ratio.to
    if metric.pace is not None:
        yield (*path, "pace", "of"), metric.pace.of
        yield (*path, "pace", "to"), metric.pace.to
        yield (*path, "pace", "month"), metric.pace.month
    if metric.growth is not None:
        yield (*path, "growth", "of"), metric.growth.of
        yield (*path, "growth", "base"), metric.growth.base
    if metric.mean is not None:
        yield (*path, "mean", "of"), metric.mean.of


def _below(children: tuple[Row, ...], path: Path) -> Iterator[Placed]:
    for position, row in enumerate(children):
        here: Path = (*path, position)
        yield Placed(here, row)
        yield from _below(row.rows, (*here, "rows"))
