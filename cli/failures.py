"""From an error of any room to its sentence and exit code. What is not listed here is a bug and keeps its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError
from app.counter import OutcomeUnknownError, RequestRefusedError
from app.errors import AppError
from audit.errors import AuditError
from cli.exit_codes import REFUSED, UNKNOWN
from cli.speaking import voice
from deadlines.errors import DeadlinesError
from models.errors import ModelsError
from rules.core.errors import Problem, RulesError
from rules.located import Located

if TYPE_CHECKING:
    from collections.abc import Iterable

KNOWN: Final = (RefusedError, AppError, AuditError, DeadlinesError, ModelsError, RulesError)

Known = RefusedError | AppError | AuditError | DeadlinesError | ModelsError | RulesError


def explain(error: Known) -> int:
    """Say what went wrong, every single problem of it, and return the exit code."""
    voice.err.print(voice.fill(error.code, error.params))
    for line in problem_lines(error):
        voice.err.print(f"  {line}")
    return UNKNOWN if isinstance(error, OutcomeUnknownError) else REFUSED


def problem_lines(error: Known) -> list[str]:
    """One line per problem, with its file, line and column or its path."""
    if isinstance(error, RequestRefusedError):
        return [voice.fill(code, params) for code, params in error.problems]
    return _lines(getattr(error, "problems", ()))


def _lines(problems: Iterable[Problem | Located]) -> list[str]:
    return [located_line(one) if isinstance(one, Located) else problem_line(one) for one in problems]


def located_line(located: Located) -> str:
    """file:line:column: the sentence."""
    return f"{located.file}:{located.line}:{located.column}: {problem_line(located.problem)}"


def problem_line(problem: Problem) -> str:
    """path: the sentence."""
    path = ".".join(str(part) for part in problem.path)
    words = voice.fill(problem.code, problem.params)
    return f"{path}: {words}" if path else words
