"""Every leaf has exactly one shape, and a group has none; every metric has exactly one form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.lint.scales import scales
from rules.lint.walk import SHAPES, forms_of, leaves, metrics, rows, shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def one_shape(file: RubricFile) -> Iterator[Problem]:
    """Find leaves without a shape or with two, and groups with one."""
    for each in rows(file.rubric):
        shapes = shapes_of(each.row)
        if each.row.rows and shapes:
            yield Problem("lint.shape-on-group", (*each.path, shapes[0]), row=each.row.id, shape=shapes[0])
        elif not each.row.rows and not shapes:
            yield Problem("lint.shape-missing", (*each.path, "id"), row=each.row.id, wanted=", ".join(SHAPES))
        elif len(shapes) > 1:
            yield Problem("lint.shape-twice", (*each.path, shapes[1]), row=each.row.id, shapes=", ".join(shapes))


def one_form(file: RubricFile) -> Iterator[Problem]:
    """Find metrics that measure nothing, or two things."""
    for each in metrics(file.rubric):
        forms = forms_of(each.metric)
        if len(forms) != 1:
            yield Problem("lint.metric-form", each.path, row=each.name, found=", ".join(forms))


def one_indicators_row(file: RubricFile) -> Iterator[Problem]:
    """Find indicators that two rows score, and a share of targets met where no row holds the targets."""
    holders = [(each, each.row.indicators) for each in leaves(file.rubric) if each.row.indicators is not None]
    for position, (each, shape) in enumerate(holders):
        for before, other in holders[:position]:
            if not shape.select or not other.select or set(shape.select) & set(other.select):
                path = (*each.path, "indicators")
                yield Problem("lint.indicators-twice", path, row=each.row.id, first=before.row.id)
                break
    for metric in metrics(file.rubric):
        if metric.metric.share_met and not holders:
            yield Problem("lint.share-met-alone", (*metric.path, "share_met"), row=metric.name)


def reserved_bands(file: RubricFile) -> Iterator[Problem]:
    """Find bands whose id is a rule's own word, and shapes with nothing in them."""
    for scale in scales(file.rubric):
        for position, band in enumerate(scale.bands):
            if band.id in scale.reserved:
                yield Problem("lint.band-reserved", (*scale.path, position, "id"), band=band.id)
    for each in leaves(file.rubric):
        if each.row.checklist is not None and not each.row.checklist.items:
            yield Problem("lint.checklist-empty", (*each.path, "checklist"), row=each.row.id)
