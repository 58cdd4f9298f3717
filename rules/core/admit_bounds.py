"""Checks one figure by itself: is it a plain decimal, and does it lie within the bounds of its input."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain
from rules.core.slips import slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.records import Path
    from rules.core.rubric import Input


def number_or_problem(text: str, path: Path, about: str) -> Fraction | Problem:
    """Read a plain decimal; a "%" belongs into the unit, and anything else is a slip that is named."""
    try:
        value = exact(text)
    except NumberError:
        return slip(text, path, about)
    if text.endswith("%"):
        return Problem("facts.percent-sign", path, input=about, value=text, wanted=text.removesuffix("%"))
    return value


def bounds_problems(
    name: str, text: str, value: Fraction, wanted: Input, path: Path, *, base: bool = False
) -> Iterator[Problem]:
    """Find a figure outside its input's bounds; below zero where none is declared, or where it is a denominator."""
    least, most = wanted.once(_bounds)
    least = max(least, Fraction(0)) if base else least
    if value < least:
        yield Problem("facts.too-small", path, input=name, value=text, least=plain(least))
    if most is not None and value > most:
        yield Problem("facts.too-large", path, input=name, value=text, most=plain(most))


def _bounds(wanted: Input) -> tuple[Fraction, Fraction | None]:
    """The least and the most that may be filed, in the unit of what is filed."""
    scale = 100 if wanted.type in ("percent", "series") else 1
    least = Fraction(0) if wanted.least is None else wanted.least * scale
    return least, None if wanted.most is None else wanted.most * scale
