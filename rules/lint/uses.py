"""Lists where a rubric names its inputs, and what each place wants of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rules.lint.walk import leaves, metrics, named_inputs
from rules.located import Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Rubric

Want = Literal["number", "judgement", "points", "month"]
WANTED_TYPES: dict[Want, tuple[str, ...]] = {
    "number": ("money", "percent", "count", "year"),
    "judgement": ("judgement",),
    "points": ("points",),
    "month": ("count",),
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
            want: Want = "month" if path[-1] == "month" else "number"
            yield Use(path, name, want, scored=metric.path[0] == "rows")
    for each in leaves(rubric):
        for position, item in enumerate(each.row.checklist.items if each.row.checklist else ()):
            yield Use((*each.path, "checklist", "items", position, "input"), item.input, "judgement", scored=True)
        if each.row.judged is not None:
            yield Use((*each.path, "judged", "input"), each.row.judged.input, "points", scored=True)
    for position, check in enumerate(rubric.checks):
        for name in check.sum:
            yield Use(("checks", position, "sum", name), name, "number", scored=False)
    for position, rule in enumerate(rubric.monitoring.indicators):
        yield Use(("monitoring", "indicators", position, "month"), rule.month, "month", scored=False)
