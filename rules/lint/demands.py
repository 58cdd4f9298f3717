"""What a row demands as proof can be handed in: it stands at a row that is scored, once, and asks for something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import Problem
from rules.lint.walk import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def demands_fit(file: RubricFile) -> Iterator[Problem]:
    """Find demands of groups, and such as ask for nothing."""
    for each in rows(file.rubric):
        path = (*each.path, "demands")
        if each.row.demands and each.row.rows:
            yield Problem("lint.demand-on-group", path, row=each.row.id)
        for position, demand in enumerate(each.row.demands):
            if demand.at_least < 1:
                value = str(demand.at_least)
                yield Problem("lint.demand-count", (*path, position, "at_least"), demand=demand.kind, value=value)
