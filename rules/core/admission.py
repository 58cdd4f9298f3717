"""Checks facts against a rubric before anything is scored: what is malformed, unknown, doubled or in another unit.

A figure that is missing is no fault here: it leaves its rows undecided. `rules.core.missing` lists those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.admit_claims import claim_problems
from rules.core.admit_facts import fact_problems
from rules.core.admit_indicators import indicator_problems
from rules.core.admit_results import result_problems
from rules.core.errors import FactsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.errors import Problem
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


def admit(rubric: Rubric, facts: Facts) -> None:
    """Let facts pass, or raise FactsError with every problem; a problem's path is that of the facts' own data."""
    problems = tuple(admission_problems(rubric, facts))
    if problems:
        raise FactsError(problems)


def admission_problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Find every problem; an empty list of indicators or an input without a fact is none."""
    yield from fact_problems(rubric, facts)
    yield from indicator_problems(rubric, facts)
    yield from result_problems(rubric, facts)
    yield from claim_problems(rubric, facts)
