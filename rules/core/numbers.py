"""Exact numbers: decimal text in and out, fractions between, one rounding where the rubric declares it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING, Final

from rules.core.errors import NumberError

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")

# Of one department the same few hundred figures are read at every step of its scoring.
_KEPT: Final = 8192

ZERO: Final = Fraction(0)

# The places of a repeating decimal that are shown.
_SHOWN: Final = 8


def exact(text: str) -> Fraction:
    """Read a plain decimal ("93.66") or a percentage ("93.66%", which is 0.9366).

    At most 15 digits before the point and 6 after it: more is a slip of the pen, and the rule engine compares
    safely only within 2**53. Raises NumberError for anything else, a float's exponent form included.
    """
    return _exact(text)


def percent(text: str) -> Fraction:
    """Read a plain decimal that is a percentage: "93.66" is 0.9366. Raises NumberError, also for one with a sign."""
    return _exact(f"{text}%")


@lru_cache(maxsize=_KEPT)
def _exact(text: str) -> Fraction:
    body = text.removesuffix("%")
    if not _DECIMAL.fullmatch(body):
        raise NumberError(text=text)
    value = Fraction(Decimal(body))
    return value / 100 if text.endswith("%") else value


@lru_cache(maxsize=_KEPT)
def _written(text: str) -> Fraction:
    return Fraction(text)


def written(text: str) -> Fraction:
    """Read back a number that was written here: a rounded score, or what `plain` wrote without "…"."""
    return _written(text)


def total(values: Iterable[Fraction]) -> Fraction:
    """Add up exactly, and bring the sum to its lowest terms once at the end."""
    over, under = 0, 1
    for value in values:
        top, bottom = value.as_integer_ratio()
        if bottom != under:
            common = lcm(under, bottom)
            over, top, under = over * (common // under), top * (common // bottom), common
        over += top
    return Fraction(over, under)


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Round once, halves away from zero, to a Decimal with exactly `places` decimals."""
    return _rounded(*value.as_integer_ratio(), places)


@lru_cache(maxsize=_KEPT)
def _rounded(over: int, under: int, places: int) -> Decimal:
    whole, rest = divmod(abs(over) * 10**places, under)
    if 2 * rest >= under:
        whole += 1
    digits = tuple(map(int, str(whole)))
    # Built from digits, because arithmetic of Decimals would round to whatever precision the thread's context has.
    return Decimal((int(over < 0 and whole > 0), digits, -places))


def plain(value: Fraction | Decimal) -> str:
    """Write an exact number as decimal text without exponent or trailing zeros; one that does not end gets "…".

    A repeating decimal is cut (not rounded) after eight places, because the text only shows the arithmetic.
    """
    return _decimals(*value.as_integer_ratio())


def plain_less(one: Fraction, other: Fraction) -> str:
    """Write one number less another, as `plain` writes numbers."""
    over, under = one.as_integer_ratio()
    top, bottom = other.as_integer_ratio()
    return _decimals(over * bottom - top * under, under * bottom)


def percentage(value: Fraction) -> str:
    """Write an exact share as a percentage, as `plain` writes numbers: 0.9795 is "97.95%"."""
    over, under = value.as_integer_ratio()
    return f"{_decimals(over * 100, under)}%"


@lru_cache(maxsize=_KEPT)
def _decimals(over: int, under: int) -> str:
    whole, rest = divmod(abs(over), under)
    text = f"-{whole}" if over < 0 else str(whole)
    if not rest:
        return text
    digits, rest = divmod(rest * 10**_SHOWN, under)
    text = f"{text}.{digits:0{_SHOWN}d}"
    return f"{text}…" if rest else text.rstrip("0")
