"""From an error of any room to its sentence and exit code. What is not listed here is a bug and keeps its trace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol, TypeGuard

from cli.exit_codes import REFUSED, UNKNOWN
from cli.speaking import listed, voice
from rules.core.errors import Problem
from rules.located import Located

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ROOMS: Final = frozenset({"rules", "deadlines", "models", "audit", "activities", "app"})
# Blanks that hold codes: whose families of sentences put them into words.
_FAMILIES: Final = {
    "act": ("act",),
    "allowed": ("act",),
    "role": ("role",),
    "held": ("role",),
    "phase": ("phase",),
    "course": ("phase", "course"),
    "wanted": ("phase", "course", "kind"),
    "state": ("state",),
    "stage": ("stage",),
    "kind": ("kind",),
}
# Blanks that hold several names, written one after the other in either language's signs.
_LISTS: Final = frozenset({"known", "wanted", "triggers"})
_BETWEEN: Final = re.compile(r"、|, ")
_OUTCOME_UNKNOWN: Final = "outcome.unknown"


class Coded(Protocol):
    """What every error of our rooms has: a code of the catalogue and what fills the sentence's blanks."""

    code: str
    params: Mapping[str, str]


def is_ours(error: Exception) -> TypeGuard[Coded]:
    """Whether the error comes from one of our rooms.

    Asked by the class's home and not by its type, so that a command loads only the rooms that it needs.
    """
    homes = {cls.__module__.partition(".")[0] for cls in type(error).__mro__}
    return bool(homes & _ROOMS) and hasattr(error, "code") and hasattr(error, "params")


def explain(error: Coded) -> int:
    """Say what went wrong, every single problem of it, and return the exit code."""
    voice.err.print(voice.fill(error.code, worded(error.params)))
    for line in problem_lines(error):
        voice.err.print(f"  {line}")
    return UNKNOWN if error.code == _OUTCOME_UNKNOWN else REFUSED


def worded(params: Mapping[str, str]) -> dict[str, str]:
    """The blanks of a refusal with acts, roles, phases and states in the reader's words, and lists in his signs."""
    return {name: _worded(name, value) for name, value in params.items()}


def _worded(name: str, value: str) -> str:
    if name in _FAMILIES:
        return listed(_word(name, part) for part in _BETWEEN.split(value))
    return listed(_BETWEEN.split(value)) if name in _LISTS else value


def _word(name: str, value: str) -> str:
    code, at, where = value.partition("@")
    words = (voice.word(family, code) for family in _FAMILIES[name])
    return f"{next((word for word in words if word != code), code)}{at}{where}"


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
    words = voice.fill(problem.code, problem.params)
    return f"{path}: {words}" if path else words
