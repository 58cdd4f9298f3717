"""One figure that stands in two rows: copied by mistake, or rightly the same."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from rules.core.evaluation import Figure
from rules.core.numbers import plain
from rules.precheck.doubt import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.precheck.ground import Ground


@dataclass(frozen=True, slots=True)
class _Standing:
    """A figure and the rows in which it stands."""

    name: str
    value: Fraction
    rows: tuple[str, ...]
    figure: Figure


def repeated_doubts(ground: Ground) -> Iterator[Doubt]:
    """Find figures of many digits that two rows with nothing else in common have in the same unit.

    What one row or one check compares with each other may well be equal.
    """
    standing = [one for one in _standing(ground) if _digits(one.value) >= ground.rules.repeated_digits]
    for first, second in combinations(standing, 2):
        if (first.value, first.figure.unit) != (second.value, second.figure.unit) or _compared(ground, first, second):
            continue
        rows = tuple(dict.fromkeys((*first.rows, *second.rows)))
        shown = f"{plain(first.value)} = {plain(second.value)}"
        yield Doubt("same-figure", rows[0], rows, (first.figure, second.figure), shown)


def _standing(ground: Ground) -> Iterator[_Standing]:
    for name in ground.rubric.inputs:
        value, rows = ground.number(name), ground.rows([name])
        if value is not None and rows:
            yield _Standing(name, value, rows, ground.figures([name])[0])
    for rated in ground.rated():
        yield _Standing(rated.indicator.id, rated.actual, (rated.leaf,), rated.figures[1])


def _compared(ground: Ground, first: _Standing, second: _Standing) -> bool:
    together = any({first.name, second.name} <= check.sum.keys() for check in ground.rubric.checks)
    return together or not set(first.rows).isdisjoint(second.rows)


def _digits(value: Fraction) -> int:
    """The significant digits of a figure: 0.0560 has two, 1200 has two."""
    return len(plain(abs(value)).replace(".", "").strip("0"))
