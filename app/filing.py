"""A filing from a whole set of facts: only the lists that the act brings, without what the system witnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Amendment, Filed
from rules.core.writing import to_data

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


_CLAIMING = "self-evaluation."


def filing_of(rubric: Rubric, facts: Facts, act: str) -> tuple[Filed, tuple[str, ...]]:
    """The filing, and the names of the inputs left out because nobody types what the system saw itself."""
    if act.startswith("targets."):
        return _filed(tasks=facts.tasks, indicators=facts.indicators), ()
    witnessed = {name for name, declared in rubric.inputs.items() if declared.witnessed is not None}
    typed = tuple(fact for fact in facts.facts if fact.input not in witnessed)
    left_out = tuple(rubric.inputs[fact.input].name for fact in facts.facts if fact.input in witnessed)
    claims = {"claims": facts.claims} if act.startswith(_CLAIMING) else {}
    return _filed(facts=typed, results=facts.results, **claims), left_out


def amendment_of(rubric: Rubric, facts: Facts, reason: str) -> tuple[Amendment, tuple[str, ...]]:
    """An amendment with the facts, results and claims of a file; `reason` is the commitment to its words."""
    filed, left_out = filing_of(rubric, facts, "self-evaluation.amend")
    return Amendment(lists=filed.lists, reason=reason), left_out


def _filed(**lists: tuple[object, ...]) -> Filed:
    return Filed.model_validate({"lists": to_data(lists)})
