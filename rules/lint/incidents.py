"""Incidents cost something, and each size of the population has one price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain
from rules.lint.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.rubric import Incidents
    from rules.located import Path
    from rules.rubric_file import RubricFile

_TIER = "tier"


def incidents_priced(file: RubricFile) -> Iterator[Problem]:
    """Find classes that cost nothing or are none at all, a class with the tier's own id, and prices said twice."""
    for each in leaves(file.rubric):
        if each.row.incidents is not None:
            yield from _classes(each.row.incidents, each.row.id, (*each.path, "incidents"))
            yield from _prices(each.row.incidents, each.row.id, (*each.path, "incidents", "tiers", "bands"))


def _classes(shape: Incidents, row: str, path: Path) -> Iterator[Problem]:
    if not shape.classes:
        yield Problem("lint.incidents-empty", path, row=row)
    for position, one in enumerate(shape.classes):
        here = (*path, "classes", position)
        if one.id == _TIER:
            yield Problem("lint.band-reserved", (*here, "id"), band=one.id)
        for key, value in (("each", one.each), ("cap", one.cap)):
            if value is not None and value <= 0:
                yield Problem("lint.incidents-positive", (*here, key), row=row, key=key, value=plain(value))


def _prices(shape: Incidents, row: str, path: Path) -> Iterator[Problem]:
    for position, band in enumerate(shape.tiers.bands if shape.tiers is not None else ()):
        if band.factor is not None and band.each is not None:
            yield Problem("lint.price-twice", (*path, position, "each"), row=row, band=band.id)
        for key, value in (("factor", band.factor), ("each", band.each)):
            if value is not None and value < 0:
                yield Problem("lint.incidents-positive", (*path, position, key), row=row, key=key, value=plain(value))
