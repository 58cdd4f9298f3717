"""Checks what a person judged of a target sentence: the share that was done, and the basis of that judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from rules.core.facts import Indicator, Result
    from rules.core.interval import Interval
    from rules.core.records import Path
    from rules.core.rubric import Indicators


def share_problems(shape: Indicators, indicator: Indicator, result: Result, path: Path) -> Iterator[Problem]:
    """Find an answer of another kind, a share that is none or in no tier, and a basis that is missing or too short."""
    tiers = ", ".join(f"{tier.id} {_written(tier.when)}" for tier in shape.tiers)
    for key, given in (("met", result.met), ("actual", result.actual)):
        if given is not None:
            yield Problem("facts.share-wanted", (*path, key), indicator=indicator.id, tiers=tiers)
    if result.share is None:
        return
    share = _share(result.share)
    if share is None:
        yield Problem("facts.bad-share", (*path, "share"), indicator=indicator.id, value=result.share)
    elif not any(tier.when.holds(share) for tier in shape.tiers):
        params = {"value": result.share, "tiers": tiers}
        yield Problem("facts.share-outside", (*path, "share"), indicator=indicator.id, **params)
    length = len((result.basis or "").strip())
    if length < shape.basis_length:
        params = {"length": str(length), "least": str(shape.basis_length)}
        yield Problem("facts.basis-short", (*path, "basis"), indicator=indicator.id, **params)


def _share(text: str) -> Fraction | None:
    try:
        return exact(text) if text.endswith("%") else None
    except NumberError:
        return None


def _written(when: Interval) -> str:
    low, high = ("-" if bound is None else f"{plain(bound * 100)}%" for bound in (when.low, when.high))
    return f"{'[' if when.low_included else '('}{low}, {high}{']' if when.high_included else ')'}"
