"""Ids are unique in their place and written in one way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.lint.scales import Scale, scales
from rules.lint.walk import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.core.rubric import Band, Rubric, Tier
    from rules.located import Path
    from rules.rubric_file import RubricFile

_HYPHENS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNDERSCORES = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RUBRIC = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+")


def identifiers(file: RubricFile) -> Iterator[Problem]:
    """Find ids that are malformed or stand twice where they must differ."""
    rubric = file.rubric
    if not _RUBRIC.fullmatch(rubric.id):
        yield Problem("lint.bad-id", ("id",), id=rubric.id, wanted="place/year/form")
    for name in rubric.inputs:
        if not _UNDERSCORES.fullmatch(name):
            yield Problem("lint.bad-id", ("inputs", name), id=name, wanted="lower_case")
    for scope in _scopes(rubric):
        yield from _scope(scope)


def _scopes(rubric: Rubric) -> Iterator[list[tuple[Path, str]]]:
    """Lists of ids that must differ from each other, each with its path."""
    placed = list(rows(rubric))
    yield [((*each.path, "id"), each.row.id) for each in placed]
    for each in placed:
        classes = each.row.incidents.classes if each.row.incidents else ()
        yield [((*each.path, "incidents", "classes", n, "id"), one.id) for n, one in enumerate(classes)]
        shape = each.row.indicators
        degrees: dict[str, tuple[Band | Tier, ...]] = {}
        if shape is not None:
            degrees = {"bands": shape.bands, "tiers": shape.tiers}
        yield [
            ((*each.path, "indicators", key, n, "id"), one.id)
            for key, scale in degrees.items()
            for n, one in enumerate(scale)
        ]
        yield [((*each.path, "demands", n, "kind"), one.kind) for n, one in enumerate(each.row.demands)]
        items = each.row.checklist.items if each.row.checklist else ()
        yield [((*each.path, "checklist", "items", n, "id"), item.id) for n, item in enumerate(items)]
    yield from ([((*scale.path, n, "id"), band.id) for n, band in enumerate(scale.bands)] for scale in _apart(rubric))
    flat = rubric.adjust.flat if rubric.adjust else ()
    yield [(("adjust", "flat", n, "id"), one.id) for n, one in enumerate(flat)]
    yield [(("checks", n, "id"), check.id) for n, check in enumerate(rubric.checks)]
    spending = [(("monitoring", "spending", n, "id"), rule.id) for n, rule in enumerate(rubric.monitoring.spending)]
    pace = [(("monitoring", "indicators", n, "id"), rule.id) for n, rule in enumerate(rubric.monitoring.indicators)]
    floors = [(("monitoring", "floors", n, "id"), rule.id) for n, rule in enumerate(rubric.monitoring.floors)]
    gaps = [(("monitoring", "gaps", n, "id"), rule.id) for n, rule in enumerate(rubric.monitoring.gaps)]
    yield [*spending, *pace, *floors, *gaps]


def _apart(rubric: Rubric) -> Iterator[Scale]:
    """The scales whose ids stand alone; those of one indicator share a place."""
    return (scale for scale in scales(rubric) if "indicators" not in scale.path)


def _scope(ids: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, each in ids:
        if not _HYPHENS.fullmatch(each):
            yield Problem("lint.bad-id", path, id=each, wanted="lower-case")
        if each in seen:
            yield Problem("lint.id-twice", path, id=each)
        seen.add(each)
