"""What refuses with a code, and one fault of it as it travels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError
from audit.errors import AuditError
from deadlines.errors import DeadlinesError
from models.errors import ModelsError
from rules.core.errors import RulesError
from rules.located import Located

if TYPE_CHECKING:
    from rules.core.errors import Problem

REFUSALS: Final = (RefusedError, AuditError, DeadlinesError, ModelsError, RulesError)


def detail_of(problem: Problem | Located) -> tuple[str, dict[str, str]]:
    """One fault as it travels: its code, its blanks, and under `at` its place."""
    inner, place = (
        (problem.problem, f"{problem.file}:{problem.line}:{problem.column}")
        if isinstance(problem, Located)
        else (problem, "")
    )
    path = ".".join(str(part) for part in inner.path)
    return inner.code, {**inner.params, "at": ": ".join(part for part in (place, path) if part)}
