"""Rows of a rubric that nobody can fill: what they rest on is asked for in no phase, or nothing ever produces it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from rules.asked import asked_inputs
from rules.core.row_inputs import row_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.inputs import Input, Witnessed
    from rules.core.rubric import Row, Rubric

UnfillableCode = Literal["no-phase", "no-targets", "never-witnessed", "no-warnings", "from-last-year"]

_TARGETS: Final = "targets"
_MONITORING: Final = "monitoring"
_SELF_EVALUATION: Final = "self-evaluation"


@dataclass(frozen=True, slots=True)
class Unfillable:
    """A leaf row and one reason, with the input that it is about ("" where it is about all of the row)."""

    row: str
    name: str
    code: UnfillableCode
    input: str


def unfillable_rows(rubric: Rubric) -> tuple[Unfillable, ...]:
    """Every reason for which a leaf row cannot be filled in the rubric's own year, in the order of the rows.

    `no-phase`: an input that none of its phases asks for; `no-targets`: a row on targets without a phase that sets
    them; `never-witnessed`: what the ledger would see in a phase that there is not; `no-warnings`: the same of
    warnings where monitoring has no rules; `from-last-year`: what only an earlier book has, or a proof has to show.
    """
    return tuple(one for row in rubric.leaves() for one in _of(rubric, row))


def _of(rubric: Rubric, row: Row) -> Iterator[Unfillable]:
    phases = {phase.id for phase in rubric.phases}
    if row.indicators is not None and _TARGETS not in phases:
        yield Unfillable(row.id, row.name, "no-targets", "")
    for name in sorted(row_inputs(row)):
        declared = rubric.inputs.get(name)
        code = None if declared is None else _why(rubric, frozenset(phases), name, declared)
        if code is not None:
            yield Unfillable(row.id, row.name, code, name)


def _why(rubric: Rubric, phases: frozenset[str], name: str, declared: Input) -> UnfillableCode | None:
    if declared.witnessed is not None:
        return _unseen(rubric, phases, declared.witnessed)
    if declared.carried is not None:
        return "from-last-year"
    asking = [phase for phase in (_MONITORING, _SELF_EVALUATION) if name in asked_inputs(rubric, phase)]
    return None if phases & set(asking) else "no-phase"


def _unseen(rubric: Rubric, phases: frozenset[str], word: Witnessed) -> UnfillableCode | None:
    """Why the ledger will never know what it is asked: the word begins with the phase or thing that it is about."""
    about = word.partition(".")[0]
    if about == "findings":
        return "from-last-year"
    if about == "warnings":
        if _MONITORING not in phases:
            return "never-witnessed"
        watched = rubric.monitoring
        rules = (*watched.spending, *watched.floors, *watched.indicators, *watched.gaps)
        return None if rules else "no-warnings"
    return None if about in phases else "never-witnessed"
