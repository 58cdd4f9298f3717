"""From an error of any room to its sentence and exit code; what none of them knows is a fault of the program."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, TypeGuard

from app.errors import OutageError
from app.last_words import keep_trace
from app.outages import outage_of
from cli.exit_codes import FAULT, OUTAGE, REFUSED, UNKNOWN
from cli.known_names import BETWEEN, known_names, short
from cli.sending import sent_again
from cli.speaking import listed, voice
from cli.waiting import WAITING, say_waiting
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
    "inbox_state": ("inbox-state",),
    "retention": ("retention-class",),
    "happened": ("happened",),
}
# Blanks that hold several names, written one after the other in either language's signs.
_LISTS: Final = frozenset({"known", "wanted", "triggers"})
_OUTCOME_UNKNOWN: Final = "outcome.unknown"


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


def explain_any(error: BaseException, arguments: list[str]) -> int:
    """Say what any error of a command means, and return the exit code: a refusal, an outage, a fault of the program."""
    while isinstance(error, BaseExceptionGroup):
        # Years that are rehearsed together end together; the first that failed ended the others.
        error = error.exceptions[0]
    if is_ours(error):
        return explain(error, arguments)
    typed = _typed_fault(error)
    if typed is not None:
        return explain(typed, arguments)
    outage = outage_of(error)
    if outage is not None:
        return explain(outage, arguments)
    voice.note("program.failed", kind=type(error).__name__, trace=keep_trace(error))
    return FAULT


def _typed_fault(error: BaseException) -> Coded | None:
    if type(error).__name__ != "ValidationError":
        return None
    # Only then, so that other commands do not load the models.
    fault: Coded | None = import_module("app.typed_faults").typed_fault(error)
    return fault


def explain(error: Coded, arguments: list[str]) -> int:
    """Say what went wrong, every single problem of it, and return the exit code."""
    if error.code == WAITING:
        return say_waiting(error.params, arguments)
    voice.err.print(voice.fill(error.code, worded(error.code, error.params)))
    for line in problem_lines(error):
        voice.err.print(f"  {line}")
    if isinstance(error, OutageError):
        return OUTAGE
    if error.code != _OUTCOME_UNKNOWN:
        return REFUSED
    command = sent_again(arguments, error.params["request"])
    if command is not None:
        voice.note("outcome.again", command=command)
    return UNKNOWN


def worded(code: str, params: Mapping[str, str]) -> dict[str, str]:
    """The blanks of a refusal with acts, roles, phases and states in the reader's words, and lists in his signs."""
    return {name: _known(code, params) if name == "known" else _worded(name, value) for name, value in params.items()}


def _known(code: str, params: Mapping[str, str]) -> str:
    return known_names(code, params["known"], [value for name, value in params.items() if name not in _LISTS])


def _worded(name: str, value: str) -> str:
    if name in _FAMILIES:
        return listed(_word(name, short(part)) for part in BETWEEN.split(value))
    return listed(map(short, BETWEEN.split(value))) if name in _LISTS else _cut(value)


def _word(name: str, value: str) -> str:
    code, at, where = value.partition("@")
    words = (voice.word(family, code) for family in _FAMILIES[name])
    return f"{next((word for word in words if word != code), code)}{at}{where}"


def _cut(value: str) -> str:
    """Words of any length, shortened so that the sentence around it can be read; lists keep all their words."""
    return ", ".join(map(short, value.split(", ")))


def problem_lines(error: object) -> list[str]:
    """One line per problem, with its file, line and column or its path."""
    problems: Iterable[Located | Problem | tuple[str, Mapping[str, str]]] = getattr(error, "problems", ())
    return [_line(problem) for problem in problems]


def _line(problem: Located | Problem | tuple[str, Mapping[str, str]]) -> str:
    if isinstance(problem, Located):
        return located_line(problem)
    if isinstance(problem, Problem):
        return problem_line(problem)
    return problem_words(*problem)


def problem_words(code: str, params: Mapping[str, str]) -> str:
    """A fault as it travels, in words: its place, if it has one, and the sentence."""
    words = voice.fill(code, _blanks(code, params))
    return f"{params['at']}: {words}" if params.get("at") else words


def located_line(located: Located) -> str:
    """file:line:column: the sentence."""
    return f"{located.file}:{located.line}:{located.column}: {problem_line(located.problem)}"


def problem_line(problem: Problem) -> str:
    """path: the sentence."""
    path = ".".join(str(part) for part in problem.path)
    words = voice.fill(problem.code, _blanks(problem.code, problem.params))
    return f"{path}: {words}" if path else words


def _blanks(code: str, params: Mapping[str, str]) -> dict[str, str]:
    return {name: _known(code, params) if name == "known" else _cut(value) for name, value in params.items()}
