"""A bound on a rate is written with its percent sign: 60 would be 6000 %."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.lint.walk import leaves, metrics
from rules.wording import is_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Rubric
    from rules.located import Path, Tree
    from rules.rubric_file import RubricFile

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?")


def percent_signs(file: RubricFile) -> Iterator[Problem]:
    """Find bounds of rates without "%", and bounds of amounts with it; zero needs no sign."""
    for placed in metrics(file.rubric):
        rate = is_rate(placed.metric, file.rubric.inputs)
        for path in _bounds(placed.owner, file.source.tree):
            yield from _signs(path, _at(file.source.tree, path), rate=rate)
    for position in range(len(file.rubric.monitoring.indicators)):
        for path in _bounds(("monitoring", "indicators", position), file.source.tree):
            yield from _signs(path, _at(file.source.tree, path), rate=True)
    for name, declared in file.rubric.inputs.items():
        for key in ("least", "most"):
            text = _at(file.source.tree, ("inputs", name, key))
            yield from _signs(("inputs", name, key), text, rate=declared.type in ("percent", "series"))
    for path, rate in _others(file.rubric):
        yield from _signs(path, _at(file.source.tree, path), rate=rate)


def _others(rubric: Rubric) -> Iterator[tuple[Path, bool]]:
    """Bounds that stand outside metrics: completion rates, judged shares, sizes of a population, the variant."""
    for each in leaves(rubric):
        for key in ("bands", "tiers"):
            scale = () if each.row.indicators is None else getattr(each.row.indicators, key)
            yield from (((*each.path, "indicators", key, position, "when"), True) for position in range(len(scale)))
        if each.row.incidents is not None and each.row.incidents.tiers is not None:
            tiers, path = each.row.incidents.tiers, (*each.path, "incidents", "tiers", "bands")
            rate = _is_percent(rubric, tiers.input)
            yield from (((*path, position, "when"), rate) for position in range(len(tiers.bands)))
    yield ("targets", "far"), True
    if rubric.applies is not None:
        yield ("applies", "when"), _is_percent(rubric, rubric.applies.input)


def _is_percent(rubric: Rubric, name: str) -> bool:
    return name in rubric.inputs and rubric.inputs[name].type == "percent"


def _bounds(owner: Path, tree: Tree) -> Iterator[Path]:
    for key in (("piecewise", "bands"), ("colours",), ("bands",)):
        scale = _at(tree, (*owner, *key))
        for position in range(len(scale) if isinstance(scale, list) else 0):
            yield (*owner, *key, position, "when")
    floors = _at(tree, (*owner, "floors"))
    for position in range(len(floors) if isinstance(floors, list) else 0):
        yield (*owner, "floors", position, "least")
    yield (*owner, "apart")
    yield (*owner, "steps", "each")
    yield (*owner, "steps", "start")
    for metric in (("piecewise", "metric"), ("steps", "metric"), ("metric",)):
        yield (*owner, *metric, "mean", "cap")


def _signs(path: Path, text: Tree, *, rate: bool) -> Iterator[Problem]:
    for number in _NUMBER.findall(text) if isinstance(text, str) else ():
        if _is_zero(number):
            continue
        if number.endswith("%") != rate:
            wanted = f"{number}%" if rate else number.removesuffix("%")
            yield Problem("lint.percent-sign", path, value=number, wanted=wanted)


def _is_zero(number: str) -> bool:
    """Whether a written number is zero."""
    return not number.strip("-0.%")


def _at(tree: Tree, path: Path) -> Tree:
    for key in path:
        if isinstance(tree, dict) and isinstance(key, str):
            tree = tree.get(key)
        elif isinstance(tree, list) and isinstance(key, int):
            tree = tree[key]
        else:
            return None
    return tree
