"""Exact numbers: decimal text in and out, fractions between, one rounding where the rubric declares it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from rules.core.errors import NumberError

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")


def exact(text: str) -> Fraction:
    """Read a plain decimal ("93.66") or a percentage ("93.66%", which is 0.9366).

    At most 15 digits before the point and 6 after it: more is a slip of the pen, and the rule engine compares
    safely only within 2**53. Raises NumberError for anything else, a float's exponent form included.
    """
    body = text.removesuffix("%")
    if not _DECIMAL.fullmatch(body):
        raise NumberError(text=text)
    value = Fraction(Decimal(body))
    return value / 100 if text.endswith("%") else value


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Round once, halves away from zero, to a Decimal with exactly `places` decimals."""
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    digits = tuple(int(digit) for digit in str(whole))
    # Built from digits, because arithmetic of Decimals would round to whatever precision the thread's context has.
    return Decimal((int(value < 0 and whole > 0), digits, -places))


def plain(value: Fraction | Decimal) -> str:
    """Write an exact number as decimal text without exponent or trailing zeros; one that does not end gets "…".

    A repeating decimal is cut (not rounded) after eight places, because the text only shows the arithmetic.
    """
    fraction = Fraction(value)
    sign = "-" if fraction < 0 else ""
    whole, rest = divmod(abs(fraction.numerator), fraction.denominator)
    digits = ""
    while rest and len(digits) < 8:  # noqa: PLR2004  # the eight places of the docstring
        digit, rest = divmod(rest * 10, fraction.denominator)
        digits += str(digit)
    return f"{sign}{whole}" + (f".{digits}" if digits else "") + ("…" if rest else "")
