"""The rows of an evaluation: the rubric's tree, in which the indicators row opens into tasks and their indicators."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.facts import Facts, Indicator, Task
from rules.core.numbers import exact
from rules.core.rubric import Indicators, Row

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Node:
    """A row to be: a group when it has children. `indicator` is set where one is the leaf."""

    id: str
    name: str
    parent: str
    points: Fraction
    bonus: bool
    row: Row
    children: tuple[Node, ...] = ()
    indicator: Indicator | None = None

    def walk(self) -> Iterator[Node]:
        """Go through this node and all below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()


def grow(rows: tuple[Row, ...], facts: Facts, parent: str = "", *, bonus: bool = False) -> tuple[Node, ...]:
    """Make the nodes of some rows; a bonus group makes all below it a bonus."""
    return tuple(_node(row, facts, parent, bonus=bonus or row.bonus) for row in rows)


def _node(row: Row, facts: Facts, parent: str, *, bonus: bool) -> Node:
    if row.rows:
        children = grow(row.rows, facts, row.id, bonus=bonus)
    elif row.indicators is not None:
        grown = (_task(row, row.indicators, task, facts, bonus=bonus) for task in facts.tasks)
        children = tuple(task for task in grown if task.children)
    else:
        children = ()
    return Node(row.id, row.name, parent, row.points, bonus, row, children)


def _task(row: Row, shape: Indicators, task: Task, facts: Facts, *, bonus: bool) -> Node:
    place = f"{row.id}.{task.id}"
    leaves = tuple(
        Node(f"{place}.{each.id}", each.name, place, exact(each.points), bonus, row, indicator=each)
        for each in facts.indicators
        if each.task == task.id and shape.owns(each.category)
    )
    points = sum((leaf.points for leaf in leaves), Fraction(0))
    return Node(place, task.name, row.id, points, bonus, row, leaves)
