"""Points add up: children to their group, groups to the whole, items to their row."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain
from rules.lint.walk import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def points_add_up(file: RubricFile) -> Iterator[Problem]:
    """Find a group whose children do not add up to it, and rows that do not add up to the rubric's points."""
    rubric = file.rubric
    total = sum((row.points for row in rubric.rows), Fraction(0))
    if total != rubric.points:
        yield Problem("lint.total", ("points",), sum=plain(total), wanted=plain(rubric.points))
    for each in rows(rubric):
        children = sum((row.points for row in each.row.rows), Fraction(0))
        if each.row.rows and children != each.row.points:
            params = {"sum": plain(children), "wanted": plain(each.row.points)}
            yield Problem("lint.sum", (*each.path, "points"), row=each.row.id, **params)


def items_add_up(file: RubricFile) -> Iterator[Problem]:
    """Find a checklist whose items do not add up to its row."""
    for each in rows(file.rubric):
        if each.row.checklist is None or not each.row.checklist.items:
            continue
        items = sum((item.points for item in each.row.checklist.items), Fraction(0))
        if items != each.row.points:
            params = {"sum": plain(items), "wanted": plain(each.row.points)}
            yield Problem("lint.items-sum", (*each.path, "points"), row=each.row.id, **params)


def points_positive(file: RubricFile) -> Iterator[Problem]:
    """Find rows and items that are worth nothing or less."""
    for each in rows(file.rubric):
        if each.row.points <= 0:
            yield Problem("lint.points-positive", (*each.path, "points"), id=each.row.id, points=plain(each.row.points))
        for position, item in enumerate(each.row.checklist.items if each.row.checklist else ()):
            if item.points <= 0:
                path = (*each.path, "checklist", "items", position, "points")
                yield Problem("lint.points-positive", path, id=item.id, points=plain(item.points))
