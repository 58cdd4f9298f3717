"""Draw a sample again from what its record says, and compare."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from audit.verifier.shape import ShapeError, text
from rules.core.errors import NumberError
from rules.core.numbers import exact

if TYPE_CHECKING:
    from fractions import Fraction

    from audit.verifier.canonical import Json


def redrawn(payload: Json) -> dict[str, str] | None:
    """Return None where the same departments come out in the same order; else both lists. Raises ShapeError."""
    listed, stored = _names(payload, "drawn_from"), _names(payload, "drawn")
    again = listed
    if isinstance(payload, dict) and payload.get("share") is not None:
        part, seed = text(payload, "share"), text(payload, "seed")
        digests = {hashlib.sha256(seed.encode() + b"\n" + name.encode()).hexdigest(): name for name in listed}
        wanted = _part(part) * len(listed)
        count = wanted.numerator // wanted.denominator + (wanted.denominator != 1)
        again = [digests[digest] for digest in sorted(digests)][:count]
    return None if again == stored else {"stored": " ".join(stored), "computed": " ".join(again)}


def _part(share: str) -> Fraction:
    # A plain decimal: one with an exponent could ask for more digits than there is memory.
    try:
        return exact(share.removesuffix("%")) / 100
    except NumberError as error:
        raise ShapeError("share") from error


def _names(payload: Json, name: str) -> list[str]:
    found = payload.get(name) if isinstance(payload, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ShapeError(name)
    return [str(one) for one in found]
