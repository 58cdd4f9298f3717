"""Finds where intervals leave a gap in a range, own a value twice, or own nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from rules.core.interval import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the range and the positions of the intervals that own it."""

    where: Interval
    owners: tuple[int, ...]


def stretches(intervals: Sequence[Interval], low: Fraction | None, high: Fraction | None) -> list[Stretch]:
    """Cut the range from `low` to `high` (both included; None: without an end) wherever the owners change."""
    parts = [Stretch(part, _owners(intervals, part)) for part in _parts(intervals, low, high)]
    runs = (list(run) for _, run in groupby(parts, key=lambda part: part.owners))
    return [Stretch(_joined(run[0].where, run[-1].where), run[0].owners) for run in runs]


def unreachable(found: Sequence[Stretch], count: int) -> tuple[int, ...]:
    """The positions of the intervals, of `count`, that own nothing of the range."""
    owning = {owner for stretch in found for owner in stretch.owners}
    return tuple(position for position in range(count) if position not in owning)


def _parts(intervals: Sequence[Interval], low: Fraction | None, high: Fraction | None) -> Iterator[Interval]:
    bounds = {bound for each in intervals for bound in (each.low, each.high) if bound is not None}
    inside = {bound for bound in bounds if (low is None or bound > low) and (high is None or bound < high)}
    cuts = sorted(inside.union(end for end in (low, high) if end is not None)) or [Fraction(0)]
    if low is None:
        yield Interval(None, low_included=False, high=cuts[0], high_included=False)
    yield Interval(cuts[0], low_included=True, high=cuts[0], high_included=True)
    for below, above in pairwise(cuts):
        yield Interval(below, low_included=False, high=above, high_included=False)
        yield Interval(above, low_included=True, high=above, high_included=True)
    if high is None:
        yield Interval(cuts[-1], low_included=False, high=None, high_included=False)


def _owners(intervals: Sequence[Interval], part: Interval) -> tuple[int, ...]:
    low = part.low if part.low is not None else (part.high or Fraction(0)) - 1
    sample = low + 1 if part.high is None else (low + part.high) / 2
    return tuple(position for position, each in enumerate(intervals) if each.holds(sample))


def _joined(first: Interval, last: Interval) -> Interval:
    return Interval(first.low, first.low_included, last.high, last.high_included)
