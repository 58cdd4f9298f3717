"""Which filed entries a rubric cannot take that they were not filed under: they are named and set aside, never lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from rules.core.admission import admission_problems
from rules.core.errors import Problem
from rules.core.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rules.core.rubric import Rubric

_Entry = TypeVar("_Entry")

# The word in each list by which an entry is called.
_NAMED: Final = {"tasks": "id", "indicators": "id", "facts": "input", "results": "indicator", "claims": "row"}


@dataclass(frozen=True, slots=True)
class Misfit:
    """An entry that the rubric cannot take: its list, its place there, what it is called, and the reason's code."""

    list: str
    position: int
    name: str
    code: str


def misfits(rubric: Rubric, facts: Facts, older: Collection[str]) -> tuple[Misfit, ...]:
    """Name the entries of the `older` lists that the rubric cannot take, by list and place.

    What is wrong with a list as a whole sets the whole list aside. Faults of other lists are left to admission.
    """
    found: dict[tuple[str, int], Misfit] = {}
    while True:
        more = [one for one in _misfits(rubric, facts, found) if one.list in older]
        if not more:
            return tuple(found[key] for key in sorted(found))
        for one in more:
            found.setdefault((one.list, one.position), one)


def _misfits(rubric: Rubric, facts: Facts, gone: Collection[tuple[str, int]]) -> Iterator[Misfit]:
    """What is wrong with the facts that are left, each by its place among all."""
    for problem in _problems(rubric, _without(facts, gone)):
        name = str(problem.path[0])
        called = [str(getattr(entry, _NAMED[name])) for entry in getattr(facts, name)]
        left = [place for place in range(len(called)) if (name, place) not in gone]
        at = problem.path[1] if len(problem.path) > 1 else None
        for place in [left[at]] if isinstance(at, int) else left:
            yield Misfit(name, place, called[place], problem.code)


def _problems(rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    yield from admission_problems(rubric, facts)
    for position, fact in enumerate(facts.facts):
        declared = rubric.inputs.get(fact.input)
        # What the book itself sees under this rubric, somebody had to file under the one before.
        if declared is not None and declared.witnessed is not None and fact.origin != "witnessed":
            yield Problem("facts.witnessed", ("facts", position), input=fact.input, name=declared.name)
        # Days that were counted under another term have to be filed and counted anew.
        term = None if declared is None or declared.clock is None else declared.clock.term
        if term is not None and fact.origin == "counted" and f" [{term} " not in fact.place:
            yield Problem("facts.other-clock", ("facts", position), input=fact.input, term=term)


def _without(facts: Facts, gone: Collection[tuple[str, int]]) -> Facts:
    def kept(name: str, entries: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
        return tuple(entry for place, entry in enumerate(entries) if (name, place) not in gone)

    return Facts(
        department=facts.department,
        facts=kept("facts", facts.facts),
        tasks=kept("tasks", facts.tasks),
        indicators=kept("indicators", facts.indicators),
        results=kept("results", facts.results),
        claims=kept("claims", facts.claims),
    )
