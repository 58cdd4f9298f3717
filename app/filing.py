"""A filing from a whole set of facts: only the lists that the act brings, without what the system says itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Amendment, Filed
from rules.core.writing import to_data

if TYPE_CHECKING:
    from rules.core.facts import Fact, Facts
    from rules.core.rubric import Rubric


_CLAIMING = "self-evaluation."


def filing_of(rubric: Rubric, facts: Facts, act: str) -> tuple[Filed, tuple[str, ...]]:
    """The filing, and the names of the inputs left out because nobody types what the system saw or copied itself."""
    if act.startswith("targets."):
        return _filed(tasks=facts.tasks, indicators=facts.indicators), ()
    left_out = tuple(rubric.inputs[fact.input].name for fact in facts.facts if _is_the_systems(rubric, fact))
    typed = tuple(fact for fact in facts.facts if not _is_the_systems(rubric, fact))
    claims = {"claims": facts.claims} if act.startswith(_CLAIMING) else {}
    return _filed(facts=typed, results=facts.results, **claims), left_out


def _is_the_systems(rubric: Rubric, fact: Fact) -> bool:
    """Witnessed, or copied from last year; a figure of last year that a person states has another origin."""
    declared = rubric.inputs.get(fact.input)
    if declared is None:
        return False
    return declared.witnessed is not None or (declared.carried is not None and fact.origin == "witnessed")


def amendment_of(rubric: Rubric, facts: Facts, reason: str) -> tuple[Amendment, tuple[str, ...]]:
    """An amendment with the facts, results and claims of a file; `reason` is the commitment to its words."""
    filed, left_out = filing_of(rubric, facts, "self-evaluation.amend")
    return Amendment(lists=filed.lists, reason=reason), left_out


def _filed(**lists: tuple[object, ...]) -> Filed:
    return Filed.model_validate({"lists": to_data(lists)})
