"""The threshold of doubts about targets leaves something that is not doubted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def targets_in_order(file: RubricFile) -> Iterator[Problem]:
    """Find a threshold by which every target that is not last year's actual itself would be doubted."""
    rules = file.rubric.targets
    if rules is not None and rules.far <= 0:
        yield Problem("lint.target-threshold", ("targets", "far"), given=f"{plain(rules.far * 100)}%")
