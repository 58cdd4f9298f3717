"""What a department of a play says to the doubts about its own figures, where its rubric demands a reason for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.filing import filing_of
from rules.core.admission import admit
from rules.core.reading import read_facts
from rules.precheck.find_doubts import demands_reasons, find_doubts

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


def played_reasons(rubric: Rubric, facts: Facts, words: str) -> dict[str, str]:
    """These words for every doubt that a self-evaluation from the facts will meet, by its name; none where none is due.

    Raises FactsError for figures that the rubric does not take at all.
    """
    if not demands_reasons(rubric):
        return {}
    acts = ("targets.file", "self-evaluation.file")
    phases = {phase.id for phase in rubric.phases}
    filed = [filing_of(rubric, facts, act)[0].lists for act in acts if act.partition(".")[0] in phases]
    brought = {name: entries for lists in filed for name, entries in lists.items()}
    typed = read_facts({"department": facts.department, **brought})
    admit(rubric, typed)
    return {doubt.named: words for doubt in find_doubts(rubric, typed)}
