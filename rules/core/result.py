"""What a band is worth, read from its text: "full", "zero", "proportional", "points 1.5", "share 50%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, cast

from rules.core.errors import NumberError, RulesError
from rules.core.numbers import exact

Kind = Literal["full", "zero", "proportional", "points", "share"]

# Rubrics have a handful of different ones.
_KEPT: Final = 256

_FORM = re.compile(r"(full|zero|proportional)|(points|share) (\S+)")


class ResultError(RulesError):
    """A text says nothing that a band can be worth."""

    code = "result.malformed"

    def __init__(self, text: str) -> None:
        super().__init__(value=text, wanted="full, zero, proportional, points X, share P%")


@dataclass(frozen=True, slots=True)
class BandResult:
    """The kind and, for "points" its points, for "share" its share of the row's points (50% is 1/2)."""

    kind: Kind
    amount: Fraction = Fraction(0)


def parse_result(text: str) -> BandResult:
    """Read a band's result. Raises ResultError when it is none of the five forms."""
    return _parsed(text)


@lru_cache(maxsize=_KEPT)
def _parsed(text: str) -> BandResult:
    match = _FORM.fullmatch(text)
    if not match:
        raise ResultError(text)
    alone, kind, amount = match.groups()
    if alone:
        return BandResult(cast("Kind", alone))
    if (kind == "share") != amount.endswith("%"):
        raise ResultError(text)
    try:
        return BandResult(cast("Kind", kind), exact(amount))
    except NumberError as error:
        raise ResultError(text) from error
