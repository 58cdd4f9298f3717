"""Steps go down, by something, for something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain
from rules.lint.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def steps_positive(file: RubricFile) -> Iterator[Problem]:
    """Find steps that deduct nothing or never come."""
    for each in leaves(file.rubric):
        if each.row.steps is None:
            continue
        for key, value in (("each", each.row.steps.each), ("deduct", each.row.steps.deduct)):
            if value <= 0:
                path = (*each.path, "steps", key)
                yield Problem("lint.steps-positive", path, row=each.row.id, key=key, value=plain(value))
