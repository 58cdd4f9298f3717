"""Everything that is doubted of a department's facts, and what a filing of them lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.missing import missing_inputs
from rules.precheck.completions import completion_doubts
from rules.precheck.ground import ground_of
from rules.precheck.quotients import quotient_doubts
from rules.precheck.repeated import repeated_doubts
from rules.precheck.sums import sum_doubts

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric
    from rules.precheck.doubt import Doubt


def find_doubts(rubric: Rubric, facts: Facts) -> tuple[Doubt, ...]:
    """List the doubts about facts that were admitted: a pure function, the same on any machine."""
    ground = ground_of(rubric, facts)
    return (
        *quotient_doubts(ground),
        *sum_doubts(ground),
        *completion_doubts(ground),
        *repeated_doubts(ground),
    )


def demands_reasons(rubric: Rubric) -> bool:
    """Whether a doubt without a written reason keeps a self-evaluation from being filed."""
    return rubric.precheck is not None and rubric.precheck.reasons == "demanded"


def unfiled(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """What somebody still has to file: all that is missing but what the system witnesses itself."""
    return tuple(
        name
        for name in missing_inputs(rubric, facts)
        if name not in rubric.inputs or rubric.inputs[name].witnessed is None
    )
