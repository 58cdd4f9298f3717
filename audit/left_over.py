"""What is left over when a department goes on under another rubric: filed for nothing, or asked for and not filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from audit.facts_of import standing_lists, with_seen
from audit.filings import filings_of
from audit.witnessed import Sight
from rules.core.missing import missing_inputs

if TYPE_CHECKING:
    from audit.facts_of import Whose
    from models.switching_payloads import SetAside
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

SCORED: Final = "self-evaluation"
_PHASES: Final = (SCORED, "monitoring")


class LeftOver(NamedTuple):
    """What was filed and the rubric cannot take; what it asks for and nobody filed, empty before a self-evaluation.

    `facts` are those that it does take, None before there is anything to score.
    """

    aside: tuple[SetAside, ...]
    lacking: tuple[str, ...] = ()
    facts: Facts | None = None


def left_over(rubric: Rubric, whose: Whose, moment: str) -> LeftOver:
    """Look at everything filed up to a domain instant as if the department took the rubric now."""
    filed = [phase for phase in _PHASES if filings_of(*whose, phase)]
    found = {phase: standing_lists(rubric, whose, phase, switching=True) for phase in filed or _PHASES[:1]}
    aside = tuple(dict.fromkeys(one for standing in found.values() for one in standing.aside))
    if SCORED not in filed:
        return LeftOver(aside)
    facts = with_seen(rubric, Sight(*whose, moment), found[SCORED].lists)
    return LeftOver(aside, tuple(_lacking(rubric, facts)), facts)


def _lacking(rubric: Rubric, facts: Facts) -> list[str]:
    """What a person would have to file; what the book itself sees is nobody's to file."""
    inputs = rubric.inputs
    return [name for name in missing_inputs(rubric, facts) if name not in inputs or inputs[name].witnessed is None]
