"""Inputs are declared, used, of the right kind, and in one unit where they are compared."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.inputs import answer_type
from rules.core.numbers import plain
from rules.lint.uses import WANTED_TYPES, uses
from rules.lint.walk import metrics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.core.rubric import Input, Rubric
    from rules.located import Path
    from rules.rubric_file import RubricFile

_UNITS = {
    "money": ("元", "万元"),
    "percent": ("%",),
    "points": ("分",),
    "year": ("年",),
    "judgement": ("",),
    "series": ("%",),
}


def inputs_known(file: RubricFile) -> Iterator[Problem]:
    """Find names of inputs that are not declared, with the nearest that are."""
    declared = file.rubric.inputs
    for use in uses(file.rubric):
        if use.input not in declared:
            known = ", ".join(get_close_matches(use.input, declared) or declared)
            yield Problem("lint.unknown-input", use.path, input=use.input, known=known)


def inputs_used(file: RubricFile) -> Iterator[Problem]:
    """Find inputs that nothing asks for."""
    used = {use.input for use in uses(file.rubric)}
    for name in file.rubric.inputs:
        if name not in used:
            yield Problem("lint.unused-input", ("inputs", name), input=name)


def inputs_fit(file: RubricFile) -> Iterator[Problem]:
    """Find inputs of the wrong type for their use, and rows that depend on an optional one."""
    for use in uses(file.rubric):
        declared = file.rubric.inputs.get(use.input)
        if declared is None:
            continue
        if declared.type not in WANTED_TYPES[use.want]:
            wanted = ", ".join(WANTED_TYPES[use.want])
            yield Problem("lint.input-type", use.path, input=use.input, type=declared.type, wanted=wanted)
        if use.scored and declared.optional:
            yield Problem("lint.input-optional", use.path, input=use.input)


def units_right(file: RubricFile) -> Iterator[Problem]:
    """Find inputs whose unit does not belong to their type."""
    for name, declared in file.rubric.inputs.items():
        units = _UNITS.get(declared.type)
        if units is not None and declared.unit not in units:
            wanted = ", ".join(units)
            yield Problem("lint.input-unit", ("inputs", name), input=name, unit=declared.unit, wanted=wanted)


def witnessed_fit(file: RubricFile) -> Iterator[Problem]:
    """Find inputs whose type is not that of the answer which the system gives for them."""
    for name, declared in file.rubric.inputs.items():
        if declared.witnessed is None:
            continue
        wanted = answer_type(declared.witnessed)
        if declared.type != wanted:
            params = {"input": name, "type": declared.type, "witnessed": declared.witnessed, "wanted": wanted}
            yield Problem("lint.witnessed-type", ("inputs", name, "type"), **params)


def bounds_in_order(file: RubricFile) -> Iterator[Problem]:
    """Find inputs whose least is above their most."""
    for name, declared in file.rubric.inputs.items():
        if declared.least is not None and declared.most is not None and declared.least > declared.most:
            yield Problem("lint.input-range", ("inputs", name), input=name)


def one_unit(file: RubricFile) -> Iterator[Problem]:
    """Find ratios, paces, checks and limits whose inputs have different units."""
    rubric = file.rubric
    for placed in metrics(rubric):
        pair, growth = placed.metric.ratio or placed.metric.pace, placed.metric.growth
        if pair is not None:
            yield from _same_unit(rubric, (pair.of, pair.to), placed.path)
        if growth is not None:
            yield from _same_unit(rubric, (growth.of, growth.base), placed.path)
    for position, check in enumerate(rubric.checks):
        yield from _same_unit(rubric, tuple(check.sum), ("checks", position, "sum"))
    for position, limit in enumerate(rubric.precheck.limits if rubric.precheck is not None else ()):
        yield from _same_unit(rubric, (limit.of, limit.to), ("precheck", "limits", position))


def _same_unit(rubric: Rubric, names: Sequence[str], path: Path) -> Iterator[Problem]:
    units = {name: rubric.inputs[name].unit for name in names if name in rubric.inputs}
    if len(set(units.values())) > 1:
        shown = ", ".join(f"{name} {unit}" for name, unit in units.items())
        yield Problem("lint.units-differ", path, units=shown)


def judgements_bounded(file: RubricFile) -> Iterator[Problem]:
    """Find judgements in points whose bounds are missing or do not fit their row's points."""
    for path, row in ((use.path, use.input) for use in uses(file.rubric) if use.want == "points"):
        declared = file.rubric.inputs.get(row)
        if declared is not None and declared.type == "points":
            yield from _bounded(file.rubric, path, row, declared)


def _bounded(rubric: Rubric, path: Path, name: str, declared: Input) -> Iterator[Problem]:
    if declared.least is None or declared.most is None:
        yield Problem("lint.judged-bounds", path, input=name)
        return
    for row in rubric.leaves():
        if row.judged is None or row.judged.input != name:
            continue
        below_zero = declared.least < 0 and not row.bonus
        if below_zero or declared.most > row.points or declared.least < -row.points:
            yield Problem("lint.judged-range", ("inputs", name), input=name, row=row.id, points=plain(row.points))
