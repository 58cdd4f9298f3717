"""Lists where a rubric names its inputs, and what each place wants of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rules.lint.walk import leaves, metrics, named_inputs
from rules.located import Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Incidents, Rubric
    from rules.lint.walk import Placed

Want = Literal["number", "judgement", "points", "month", "count", "series"]
WANTED_TYPES: dict[Want, tuple[str, ...]] = {
    "number": ("money", "percent", "count", "year", "points"),
    "judgement": ("judgement",),
    "points": ("points",),
    "month": ("count",),
    "count": ("count",),
    "series": ("series",),
}


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names an input. `scored` places leave a row undecided when the input is missing."""

    path: Path
    input: str
    want: Want
    scored: bool


def uses(rubric: Rubric) -> Iterator[Use]:
    """Every place that names an input, in the order of the file."""
    for metric in metrics(rubric):
        for path, name in named_inputs(metric):
            want: Want = "month" if path[-1] == "month" else "series" if path[-2] == "mean" else "number"
            yield Use(path, name, want, scored=metric.path[0] != "monitoring")
    for each in leaves(rubric):
        yield from _told(each)
    for position, check in enumerate(rubric.checks):
        for name in check.sum:
            yield Use(("checks", position, "sum", name), name, "number", scored=False)
    for position, rule in enumerate(rubric.monitoring.indicators):
        yield Use(("monitoring", "indicators", position, "month"), rule.month, "month", scored=False)
    for position, limit in enumerate(rubric.precheck.limits if rubric.precheck is not None else ()):
        yield Use(("precheck", "limits", position, "of"), limit.of, "number", scored=False)
        yield Use(("precheck", "limits", position, "to"), limit.to, "number", scored=False)
    for position, floor in enumerate(rubric.monitoring.floors):
        yield Use(("monitoring", "floors", position, "month"), floor.month, "month", scored=False)
    yield from _of_inputs(rubric)
    if rubric.applies is not None:
        yield Use(("applies", "input"), rubric.applies.input, "number", scored=False)


def _told(each: Placed) -> Iterator[Use]:
    """What a row asks people instead of measuring it."""
    row, path = each.row, each.path
    for position, item in enumerate(row.checklist.items if row.checklist else ()):
        yield Use((*path, "checklist", "items", position, "input"), item.input, "judgement", scored=True)
    if row.judged is not None:
        yield Use((*path, "judged", "input"), row.judged.input, "points", scored=True)
    if row.incidents is not None:
        yield from _counted(row.incidents, (*path, "incidents"))


def _of_inputs(rubric: Rubric) -> Iterator[Use]:
    for name, declared in rubric.inputs.items():
        if declared.count is not None and not declared.count.isdecimal():
            yield Use(("inputs", name, "count"), declared.count, "count", scored=not declared.optional)


def _counted(shape: Incidents, path: Path) -> Iterator[Use]:
    for position, each in enumerate(shape.classes):
        yield Use((*path, "classes", position, "input"), each.input, "count", scored=True)
    if shape.tiers is not None:
        yield Use((*path, "tiers", "input"), shape.tiers.input, "number", scored=True)
