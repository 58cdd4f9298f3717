"""Indicators that came out far from their target: too high, too low, or in another unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.numbers import exact, plain
from rules.core.semantics_1.completion import completion
from rules.precheck.doubt import Doubt
from rules.precheck.ground import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.precheck.doubt import DoubtCode
    from rules.precheck.ground import Ground, Rated


def completion_doubts(ground: Ground) -> Iterator[Doubt]:
    """Find doubtful completion rates; a slip of the unit is told instead of the rate that it makes."""
    for rated in ground.rated():
        if ground.apart(rated.actual, rated.target):
            yield _doubt("unit-slip", rated, f"{_quotient(rated)} = {percent(rated.actual / rated.target)}")
        else:
            yield from _rate(ground, rated)
        yield from _small(rated)


def _rate(ground: Ground, rated: Rated) -> Iterator[Doubt]:
    shape = rated.row.indicators
    if shape is None:
        return
    rate = completion(shape, rated.indicator, rated.result).rate
    most, least = ground.rules.most_completion, ground.rules.least_completion
    if rate is None:
        yield _doubt("completion-high", rated, f"{plain(rated.actual)} ≤ 0 < {plain(rated.target)}")
    elif rate > most:
        yield _doubt("completion-high", rated, f"{_written(rated)} = {percent(rate)} > {percent(most)}")
    elif rate < least:
        yield _doubt("completion-low", rated, f"{_written(rated)} = {percent(rate)} < {percent(least)}")


def _small(rated: Rated) -> Iterator[Doubt]:
    texts = (rated.indicator.target, rated.result.actual) if rated.indicator.unit == "%" else ()
    small = [text for text in texts if text is not None and 0 < abs(exact(text)) <= 1]
    if small:
        yield _doubt("ratio-for-percent", rated, f"|{small[0]}%| ≤ 1%")


def _written(rated: Rated) -> str:
    """The completion rate as a quotient, an upper bound as its row reads it."""
    shape = rated.row.indicators
    if rated.indicator.comparator != "<=":
        return _quotient(rated) if rated.actual >= 0 else f"max({_quotient(rated)}, 0)"
    if shape is not None and shape.lower_is_better == "linear":
        return f"max(2 − {_quotient(rated)}, 0)"
    return f"{plain(rated.target)} ÷ {plain(rated.actual)}"


def _quotient(rated: Rated) -> str:
    return f"{plain(rated.actual)} ÷ {plain(rated.target)}"


def _doubt(code: DoubtCode, rated: Rated, arithmetic: str) -> Doubt:
    return Doubt(code, rated.leaf, (rated.leaf,), rated.figures, arithmetic)
