"""Units are compared as printed; between 元 and 万元 the value that would be right is worked out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.records import Path

YUAN = {"元": Fraction(1), "万元": Fraction(10_000), "亿元": Fraction(100_000_000)}


def unit_problem(name: str, value: str, given: str, wanted: str, path: Path) -> Iterator[Problem]:
    """Find a unit that differs from the wanted one; for money, say which value would be right."""
    if given == wanted:
        return
    right = _converted(value, given, wanted)
    if right is None:
        yield Problem("facts.wrong-unit", path, input=name, given=given, wanted=wanted)
    else:
        yield Problem("facts.wrong-money-unit", path, input=name, given=given, wanted=wanted, value=value, right=right)


def _converted(value: str, given: str, wanted: str) -> str | None:
    if given not in YUAN or wanted not in YUAN:
        return None
    try:
        return plain(exact(value) * YUAN[given] / YUAN[wanted])
    except NumberError:
        return None
