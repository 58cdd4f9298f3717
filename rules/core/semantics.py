"""The versions of the rules' meaning: a rubric names one, and it never changes under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.errors import RulesError
from rules.core.semantics_1.decide import interpret as interpret_1

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


class SemanticsError(RulesError):
    """A rubric names a semantics version that this program does not have."""

    code = "semantics.unknown"


_INTERPRET = {1: interpret_1}


def interpret(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    """List the rules that fire under the rubric's semantics version, in the rubric's order."""
    if rubric.semantics not in _INTERPRET:
        raise SemanticsError(version=str(rubric.semantics), known=", ".join(map(str, _INTERPRET)))
    return _INTERPRET[rubric.semantics](rubric, facts)
