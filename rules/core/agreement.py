"""Figures that must agree with each other (勾稽), and what a self-evaluation is asked about before it is filed."""

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
