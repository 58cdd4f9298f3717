"""Figures that must agree with each other (勾稽), and what is doubted of a self-evaluation and of targets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True)
class Check:
    """Figures that must agree: the weighted sum of inputs equals `equals`; a difference is a remark, no deduction."""

    id: str
    name: str
    sum: dict[str, Fraction]
    equals: Fraction


@dataclass(frozen=True, slots=True)
class Limit:
    """Two inputs of one unit, of which `of` is not expected above `to`: spent, and adjusted budget."""

    of: str
    to: str


@dataclass(frozen=True, slots=True)
class Precheck:
    """When a well-formed figure is doubted (存疑), and whether a filing needs a written reason for every doubt.

    A completion rate outside `least_completion`..`most_completion` is doubted; so are two amounts whose quotient is
    `apart` or more, either way round, and a figure of `repeated_digits` significant digits or more that stands in two
    rows. With `reasons` "shown" a doubt is shown, and its reason kept where one is given.
    """

    reasons: Literal["shown", "demanded"] = "shown"
    least_completion: Fraction = Fraction(80, 100)
    most_completion: Fraction = Fraction(120, 100)
    apart: Fraction = Fraction(1000)
    repeated_digits: int = 4
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRules:
    """What is doubted of targets when they are set, and whether targets without any indicator are taken at all.

    A target that is further from last year's actual than the share `far` of it is doubted. A filing without an
    indicator is "doubted" or "refused".
    """

    far: Fraction = Fraction(3, 10)
    without_indicators: Literal["doubted", "refused"] = "doubted"
