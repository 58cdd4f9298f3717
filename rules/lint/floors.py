"""Floors of spending rise with the months of the year, and each is a share of the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.located import Path
    from rules.rubric_file import RubricFile

_MONTHS = range(1, 13)


def floors_rise(file: RubricFile) -> Iterator[Problem]:
    """Find rules without floors, months that are none or do not follow each other, and floors that are no share."""
    for position, rule in enumerate(file.rubric.monitoring.floors):
        path: Path = ("monitoring", "floors", position)
        if not rule.floors:
            yield Problem("lint.floors-none", path, rule=rule.id)
        before = 0
        for place, floor in enumerate(rule.floors):
            here: Path = (*path, "floors", place)
            if floor.month not in _MONTHS or floor.month <= before:
                yield Problem("lint.floor-month", (*here, "month"), rule=rule.id, value=str(floor.month))
            if not 0 < floor.least <= 1:
                yield Problem("lint.floor-share", (*here, "least"), rule=rule.id, value=str(floor.least))
            before = floor.month
