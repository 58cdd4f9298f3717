"""Figures of last year: copied by the bureau, or stated with evidence where there was nothing to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.carried_facts import carried_of
from audit.facts_of import Whose
from models.evidence_tables import Evidence
from rules.core.errors import FactsError, Problem
from rules.core.row_inputs import row_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.signatures import ActCall
    from rules.core.facts import Fact
    from rules.core.rubric import Rubric

_SCORED = "self-evaluation"


def carried_inputs(session: Session, rubric: Rubric, book: str, department: str) -> frozenset[str]:
    """The inputs that stand copied and that the rubric takes from last year."""
    standing = carried_of(session, book, department)
    copied = () if standing is None else standing[1].facts
    return frozenset(one.input for one in copied if _is_taken(rubric, one.input))


def check_stated(session: Session, rubric: Rubric, call: ActCall, own: tuple[Fact, ...]) -> None:
    """Refuse to type what stands copied, and what is stated in a self-evaluation without evidence.

    `own` are the facts that the filing brings itself.
    """
    whose = Whose(session, call.book, call.department)
    problems = stated_faults(rubric, whose, own, scored=call.act.deed.matter == _SCORED)
    if problems:
        raise FactsError(problems)


def stated_faults(rubric: Rubric, whose: Whose, own: tuple[Fact, ...], *, scored: bool) -> tuple[Problem, ...]:
    """What is typed though it stands copied, and, in figures that are scored, what is stated without evidence."""
    copied = carried_inputs(whose.session, rubric, whose.book, whose.department)
    query = select(Evidence.row).where(col(Evidence.book) == whose.book, col(Evidence.department) == whose.department)
    proved = frozenset(whose.session.exec(query)) if scored and copied != _taken(rubric) else frozenset[str]()
    return tuple(_problems(rubric, own, copied, proved if scored else None))


def _problems(
    rubric: Rubric, own: tuple[Fact, ...], copied: frozenset[str], proved: frozenset[str] | None
) -> Iterator[Problem]:
    for position, fact in enumerate(own):
        path, named = ("facts", position), {"input": fact.input}
        if fact.input in copied:
            yield Problem("facts.carried", path, **named, name=rubric.inputs[fact.input].name)
        elif proved is not None and _is_taken(rubric, fact.input):
            asking = [row.id for row in rubric.leaves() if fact.input in row_inputs(row)]
            if asking and not proved & frozenset(asking):
                yield Problem("facts.stated-unproved", path, **named, rows=", ".join(asking))


def _taken(rubric: Rubric) -> frozenset[str]:
    return frozenset(name for name in rubric.inputs if _is_taken(rubric, name))


def _is_taken(rubric: Rubric, name: str) -> bool:
    return name in rubric.inputs and rubric.inputs[name].carried is not None
