"""From an error of any room to its sentence and exit code; what none of them knows is a fault of the program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Protocol, TypeGuard

from app.errors import OutageError
from app.last_words import keep_trace
from app.outages import outage_of
from cli.exit_codes import FAULT, OUTAGE, REFUSED, UNKNOWN
from cli.sending import sent_again
from cli.speaking import voice
from rules.core.errors import Problem
from rules.located import Located

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ROOMS: Final = frozenset({"rules", "deadlines", "models", "audit", "activities", "app"})
# Blanks that hold a code: whose family of sentences puts it into words.
_FAMILIES: Final = {
    "act": "act",
    "allowed": "act",
    "role": "role",
    "phase": "phase",
    "wanted": "phase",
    "state": "state",
}
_OUTCOME_UNKNOWN: Final = "outcome.unknown"
_LONGEST: Final = 400


class Coded(Protocol):
    """What every error of our rooms has: a code of the catalogue and what fills the sentence's blanks."""

    code: str

    @property
    def params(self) -> Mapping[str, str]:
        """What fills the sentence's blanks."""


def is_ours(error: BaseException) -> TypeGuard[Coded]:
    """Whether the error comes from one of our rooms.

    Asked by the class's home and not by its type, so that a command loads only the rooms that it needs.
    """
    homes = {cls.__module__.partition(".")[0] for cls in type(error).__mro__}
    return bool(homes & _ROOMS) and hasattr(error, "code") and hasattr(error, "params")


def explain_any(error: BaseException) -> int:
    """Say what any error means, and return the exit code: a refusal, an outage, or a fault of the program itself."""
    while isinstance(error, BaseExceptionGroup):
        # Years that are rehearsed together end together; the first that failed ended the others.
        error = error.exceptions[0]
    if is_ours(error):
        return explain(error)
    outage = outage_of(error)
    if outage is not None:
        return explain(outage)
    voice.note("program.failed", kind=type(error).__name__, trace=keep_trace(error))
    return FAULT


def explain(error: Coded) -> int:
    """Say what went wrong, every single problem of it, and return the exit code."""
    voice.err.print(voice.fill(error.code, worded(error.params)))
    for line in problem_lines(error):
        voice.err.print(f"  {line}")
    if isinstance(error, OutageError):
        return OUTAGE
    if error.code != _OUTCOME_UNKNOWN:
        return REFUSED
    command = sent_again(sys.argv[1:], error.params["request"])
    if command is not None:
        voice.note("outcome.again", command=command)
    return UNKNOWN


def worded(params: Mapping[str, str]) -> dict[str, str]:
    """The blanks of a refusal with acts, roles, phases and states in the reader's words."""
    return {name: ", ".join(_word(name, part) for part in _cut(value).split(", ")) for name, value in params.items()}


def _word(name: str, value: str) -> str:
    return voice.word(_FAMILIES[name], value) if name in _FAMILIES else value


def _cut(value: str) -> str:
    """A word of any length, shortened so that the sentence around it can be read; lists keep all their words."""
    cut = (word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…" for word in value.split(", "))
    return ", ".join(cut)


def problem_lines(error: object) -> list[str]:
    """One line per problem, with its file, line and column or its path."""
    problems: Iterable[Located | Problem | tuple[str, Mapping[str, str]]] = getattr(error, "problems", ())
    return [_line(problem) for problem in problems]


def _line(problem: Located | Problem | tuple[str, Mapping[str, str]]) -> str:
    if isinstance(problem, Located):
        return located_line(problem)
    if isinstance(problem, Problem):
        return problem_line(problem)
    code, params = problem
    words = voice.fill(code, params)
    return f"{params['at']}: {words}" if params.get("at") else words


def located_line(located: Located) -> str:
    """file:line:column: the sentence."""
    return f"{located.file}:{located.line}:{located.column}: {problem_line(located.problem)}"


def problem_line(problem: Problem) -> str:
    """path: the sentence."""
    path = ".".join(str(part) for part in problem.path)
    words = voice.fill(problem.code, {name: _cut(value) for name, value in problem.params.items()})
    return f"{path}: {words}" if path else words
