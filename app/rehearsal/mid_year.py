"""Made-up progress of a department's targets in mid-year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from rules.core.facts import Result

if TYPE_CHECKING:
    from random import Random

    from rules.core.facts import Indicator

_PLACE: Final = "演练"


def is_paced(indicator: Indicator) -> bool:
    """Whether monitoring can say how far a target should be by now."""
    return indicator.comparator == ">=" and indicator.profile == "linear" and Fraction(indicator.target or 0) > 0


def draw_progress(random: Random, indicator: Indicator) -> Result:
    """About as far as the year, or a third of that, or twice."""
    share = random.choice((5, 17, 35, 58, 70, 120))
    hundredths = int(Fraction(indicator.target or 0) * share)
    return Result(indicator.id, "scenario", _PLACE, f"{hundredths // 100}.{hundredths % 100:02d}", indicator.unit)
