"""Bands and colours own every value that their metric can have, each exactly once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.result import parse_result
from rules.lint.cover import stretches, unreachable
from rules.lint.scales import metric_range, scales
from rules.lint.walk import leaves
from rules.wording import is_rate, written_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.core.interval import Interval
    from rules.core.rubric import Band, Colour, Row
    from rules.located import Path
    from rules.rubric_file import RubricFile


def bands_cover(file: RubricFile) -> Iterator[Problem]:
    """Find gaps, overlaps and unreachable bands of every scale that rows are scored by, and of the cap."""
    for scale in scales(file.rubric):
        names, intervals = [each.id for each in scale.bands], [each.when for each in scale.bands]
        yield from _faults(scale.path, names, intervals, low=scale.low, high=scale.high, rate=scale.rate)


def colours_cover(file: RubricFile) -> Iterator[Problem]:
    """Find gaps, overlaps and unreachable colours of every monitoring rule."""
    watched, inputs = file.rubric.monitoring, file.rubric.inputs
    for position, rule in enumerate(watched.spending):
        low, high = metric_range(rule.metric, inputs)
        path: Path = ("monitoring", "spending", position, "colours")
        yield from _colours(path, rule.colours, low=low, high=high, rate=is_rate(rule.metric, inputs))
    for position, each in enumerate(watched.indicators):
        path = ("monitoring", "indicators", position, "colours")
        yield from _colours(path, each.colours, low=Fraction(0), high=None, rate=True)


def band_results(file: RubricFile) -> Iterator[Problem]:
    """Find results that are worth more than the row: proportional without an end at 100 %, points above the row's."""
    for each in leaves(file.rubric):
        if each.row.piecewise is not None:
            rate = is_rate(each.row.piecewise.metric, file.rubric.inputs)
            for position, band in enumerate(each.row.piecewise.bands):
                yield from _too_much((*each.path, "piecewise", "bands", position), band, each.row, rate=rate)
        for position, band in enumerate(each.row.indicators.bands if each.row.indicators is not None else ()):
            yield from _too_much((*each.path, "indicators", "bands", position), band, each.row, rate=True)


def _too_much(path: Path, band: Band, row: Row, *, rate: bool) -> Iterator[Problem]:
    result = parse_result(band.result)
    if result.kind == "proportional" and (not rate or band.when.high is None or band.when.high > 1):
        where = written_interval(band.when, rate=rate)
        yield Problem("lint.band-proportional", (*path, "when"), row=row.id, band=band.id, where=where)
    worth = result.amount * row.points if result.kind == "share" else result.amount
    if not 0 <= worth <= row.points:
        yield Problem("lint.band-worth", (*path, "result"), row=row.id, band=band.id, result=band.result)


def _colours(
    path: Path, colours: Sequence[Colour], *, low: Fraction | None, high: Fraction | None, rate: bool
) -> Iterator[Problem]:
    names, intervals = [each.colour for each in colours], [each.when for each in colours]
    yield from _faults(path, names, intervals, low=low, high=high, rate=rate)


def _faults(  # one scale, described by what it consists of
    path: Path,
    names: Sequence[str],
    intervals: Sequence[Interval],
    *,
    low: Fraction | None,
    high: Fraction | None,
    rate: bool,
) -> Iterator[Problem]:
    found = stretches(intervals, low, high)
    for stretch in found:
        where = written_interval(stretch.where, rate=rate)
        if not stretch.owners:
            yield Problem("lint.band-gap", path, where=where)
        elif len(stretch.owners) > 1:
            single = stretch.where.low == stretch.where.high
            code = "lint.band-double-owner" if single else "lint.band-overlap"
            first, second = stretch.owners[:2]
            yield Problem(code, (*path, second, "when"), where=where, first=names[first], second=names[second])
    for position in unreachable(found, len(intervals)):
        yield Problem("lint.band-unreachable", (*path, position, "when"), band=names[position])
