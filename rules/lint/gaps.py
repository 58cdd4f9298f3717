"""A gap between progress and spending that is warned of is wider than nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.core.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def gaps_leave_room(file: RubricFile) -> Iterator[Problem]:
    """Find rules by which no gap at all is allowed, or none could ever be too wide for an unfinished year."""
    for position, rule in enumerate(file.rubric.monitoring.gaps):
        if not 0 < rule.apart < 1:
            params = {"rule": rule.id, "value": f"{plain(rule.apart * 100)}%"}
            yield Problem("lint.gap-apart", ("monitoring", "gaps", position, "apart"), **params)
