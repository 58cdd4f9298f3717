"""Indicators that are scored by degrees: the bands of a completion rate, the tiers of a judged share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.network.form import less, product, single
from rules.network.indicator_conditions import JUDGED, UNJUDGED, compared
from rules.network.quotient import Quotient, from_zero
from rules.network.rule import Condition
from rules.network.variables import ACTUAL, AT_LEAST, AT_MOST, EXACTLY, SHARE, TARGET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Indicators
    from rules.network.form import Polynomial
    from rules.network.quotient import Conditions

Named = tuple[str, "Conditions"]

_ABOVE = Condition(single(TARGET), ">")
_NOT_ABOVE = Condition(single(TARGET), "<=")
_SPENT = Condition(single(ACTUAL), ">")
_UNSPENT = Condition(single(ACTUAL), "<=")
_ONE = product(1)[()]


def tiers(shape: Indicators) -> Iterator[Named]:
    """The tiers of a target sentence, by the share that was judged."""
    share = Quotient(product(1, SHARE), None, JUDGED, ())
    for tier in shape.tiers:
        yield from ((tier.id, when) for when in share.inside(tier.when))
    yield "missing", UNJUDGED


def completion(shape: Indicators) -> Iterator[Named]:
    """The bands of a quantity with a target above zero; below that it is met or not by what was done at all."""
    codes = [AT_LEAST, AT_MOST, *([EXACTLY] if shape.equals == "at-least" else [])]
    for code in (AT_LEAST, AT_MOST, EXACTLY):
        yield "met", (*compared(code), _NOT_ABOVE, _UNSPENT)
        yield "unmet", (*compared(code), _NOT_ABOVE, _SPENT)
    for code in codes:
        known = (*compared(code), _ABOVE)
        if code != AT_MOST:
            yield from _bands(shape, product(1, ACTUAL), product(1, TARGET), known)
        elif shape.lower_is_better == "linear":
            left = less(product(2, TARGET), _ONE, product(1, ACTUAL))
            yield from _bands(shape, left, product(1, TARGET), known)
        else:
            yield from _bands(shape, product(1, TARGET), product(1, ACTUAL), (*known, _SPENT))
            yield from ((band.id, (*known, _UNSPENT)) for band in shape.bands if band.when.high is None)


def _bands(shape: Indicators, over: Polynomial, under: Polynomial, known: Conditions) -> Iterator[Named]:
    rate = Quotient(over, under, known, (), sure=True)
    for band in shape.bands:
        reached = from_zero(band.when)
        if reached is not None:
            yield from ((band.id, when) for when in rate.inside(reached))
