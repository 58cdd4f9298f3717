"""What happens to the total after the sum, as typed data: flat penalties and a cap.

`rules.core.rubric` gives these types out together with the rest of a rubric.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rules.core.interval import Interval
from rules.core.shapes import Clause, Metric


@dataclass(frozen=True, slots=True)
class CapBand:
    """A band of the metric that caps the total, and the most that the total can then be; none where it has no cap."""

    id: str
    when: Interval
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CapTotal:
    """A cap on the total by a metric: bands that own every value of it exactly once."""

    name: str
    metric: Metric
    bands: tuple[CapBand, ...]
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat penalty: `points` off the total, once, when a rule fired.

    `when` is a rule's id, "*" standing for any one part of it, or "check/<id>" for figures that do not agree.
    """

    id: str
    name: str
    when: str
    points: Fraction
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Adjust:
    """What happens to the total after the sum, in this order: flat penalties, then the cap; not below zero."""

    flat: tuple[Flat, ...] = ()
    cap_total: CapTotal | None = None
