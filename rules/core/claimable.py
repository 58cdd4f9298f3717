"""The places of a rubric that can carry a claim: its rows, and below an indicators row its tasks and indicators."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import NumberError
from rules.core.numbers import exact
from rules.core.rubric import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Facts, Indicator, Task
    from rules.core.rubric import Indicators, Rubric


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf or a group: `row` is the rubric's row that it is or belongs to, `above` every group that holds it.

    `least` and `most` are what it can score; `indicator` is the id of the indicator that it is, or None.
    """

    id: str
    above: tuple[str, ...]
    least: Fraction
    most: Fraction
    row: Row
    indicator: str | None = None


def places(rubric: Rubric, facts: Facts) -> Iterator[Place]:
    """Every place, a group before what it holds; an indicator whose points are no number is left out."""
    for row in rubric.rows:
        yield from _below(rubric, facts, row, ())


def _below(rubric: Rubric, facts: Facts, row: Row, above: tuple[str, ...]) -> Iterator[Place]:
    yield Place(row.id, above, _least(rubric, row), row.points, row)
    for child in row.rows:
        yield from _below(rubric, facts, child, (*above, row.id))
    if row.indicators is not None:
        for task in facts.tasks:
            yield from _filed(row, row.indicators, task, facts, (*above, row.id))


def _filed(row: Row, shape: Indicators, task: Task, facts: Facts, above: tuple[str, ...]) -> Iterator[Place]:
    name = f"{row.id}.{task.id}"
    own = [each for each in facts.indicators if each.task == task.id and shape.owns(each.category)]
    worth = [(each, points) for each in own if (points := _points(each)) is not None]
    if worth:
        yield Place(name, above, Fraction(0), sum((points for _, points in worth), Fraction(0)), row)
    for each, points in worth:
        yield Place(f"{name}.{each.id}", (*above, name), Fraction(0), points, row, each.id)


def _points(indicator: Indicator) -> Fraction | None:
    try:
        return exact(indicator.points)
    except NumberError:
        return None


def _least(rubric: Rubric, row: Row) -> Fraction:
    """Only a row that is judged in points can go below zero, as far as its input may, and a group with it."""
    if row.rows:
        return sum((_least(rubric, child) for child in row.rows), Fraction(0))
    if row.judged is None or row.judged.counts == "deduction" or row.judged.input not in rubric.inputs:
        return Fraction(0)
    return min(rubric.inputs[row.judged.input].least or Fraction(0), Fraction(0))
