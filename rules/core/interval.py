"""Intervals of a metric, written as in mathematics: "[60%, 100%)" owns 60 % and not 100 %; "-" is no bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from rules.core.errors import RulesError
from rules.core.numbers import exact

_FORM = re.compile(r"([\[(])\s*(\S+?)\s*,\s*(\S+?)\s*([\])])")


class IntervalError(RulesError):
    """A text is not an interval."""

    code = "interval.malformed"


@dataclass(frozen=True, slots=True)
class Interval:
    """`low` and `high` are exact bounds, None where there is none; the flags say who owns the bound."""

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool

    def holds(self, value: Fraction) -> bool:
        """Whether the value lies inside."""
        low, high = self.low, self.high
        if low is not None and not _beyond(value, low, included=self.low_included):
            return False
        return high is None or _beyond(high, value, included=self.high_included)


def _beyond(greater: Fraction, lesser: Fraction, *, included: bool) -> bool:
    """Whether one is greater than the other, or equal to it where that is included; much sooner than Fractions say."""
    over, under = greater.as_integer_ratio()
    top, bottom = lesser.as_integer_ratio()
    distance = over * bottom - top * under
    return distance > 0 or (included and not distance)


def parse_interval(text: str) -> Interval:
    """Read "[a, b)" and its kin; "(-, b]" has no lower bound. Raises IntervalError when empty or malformed."""
    match = _FORM.fullmatch(text.strip())
    if not match:
        raise IntervalError(text=text)
    opening, low_text, high_text, closing = match.groups()
    low = None if low_text == "-" else exact(low_text)
    high = None if high_text == "-" else exact(high_text)
    interval = Interval(low, opening == "[" and low is not None, high, closing == "]" and high is not None)
    if low is not None and high is not None:
        single = interval.low_included and interval.high_included
        if low > high or (low == high and not single):
            raise IntervalError(text=text)
    return interval
