"""Which inputs of a rubric a phase asks its departments for, and which rows use each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.row_inputs import row_inputs
from rules.lint.uses import uses

if TYPE_CHECKING:
    from rules.core.rubric import Row, Rubric

MONITORING = "monitoring"


def asked_inputs(rubric: Rubric, phase: str) -> tuple[str, ...]:
    """The inputs that monitoring reads, or those of everything else; none for the targets.

    They stand in the order of the rows that use them, and after them what no row uses.
    """
    if phase == "targets":
        return ()
    named = dict.fromkeys(use.input for use in uses(rubric) if (use.path[0] == MONITORING) == (phase == MONITORING))
    by_row = (name for row in rubric.leaves() for name in named if name in row_inputs(row))
    return tuple(dict.fromkeys((*by_row, *named)))


def rows_asking(rubric: Rubric, name: str) -> tuple[Row, ...]:
    """The leaf rows that use an input."""
    return tuple(row for row in rubric.leaves() if name in row_inputs(row))
