"""Decides the rows that count incidents: each class by its number, and the price by the size of the population."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Incidents, PriceTiers
    from rules.core.semantics_1.filed import Filed

TIER = "tier"


def incidents(shape: Incidents, source: Filed) -> Iterator[str]:
    """Name the branches that fire: one for each class, then one for the price where there are tiers."""
    for each in shape.classes:
        number = source.number(each.input)
        yield f"{each.id}/{'missing' if number is None else 'counted' if number > 0 else 'none'}"
    if shape.tiers is not None:
        yield from (f"{TIER}/{name}" for name in _tier(shape.tiers, source))


def _tier(tiers: PriceTiers, source: Filed) -> Iterator[str]:
    size = source.number(tiers.input)
    if size is None:
        yield "missing"
        return
    yield from (band.id for band in tiers.bands if band.when.holds(size))
