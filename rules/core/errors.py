"""Errors of the rules room: one root, each with a stable code and the parameters that its message names."""

from __future__ import annotations


class RulesError(Exception):
    """Something in a rubric or in the facts is not as it must be.

    `code` is stable and is the key of the message in the catalogue; `params` fills the message's blanks.
    """

    code = "rules"

    def __init__(self, code: str | None = None, /, **params: str) -> None:
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        """For logs and developers; users get the catalogue's sentence."""
        return f"{self.code}: " + ", ".join(f"{key}={value}" for key, value in self.params.items())


class NumberError(RulesError):
    """A text is not the exact decimal number that is wanted."""

    code = "number.malformed"


class RubricError(RulesError):
    """A rubric cannot be read: `problems` lists every fault with its path, each with a code of its own."""

    code = "rubric.malformed"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(None, count=str(len(problems)), first=str(problems[0]) if problems else "")


class FactsError(RulesError):
    """Facts cannot be used with this rubric: `problems` lists every fault with the fact that it is about."""

    code = "facts.malformed"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(None, count=str(len(problems)), first=str(problems[0]) if problems else "")


class Problem:
    """One fault in a rubric or in facts: a code, where it is (a path of keys and positions), and the blanks."""

    __slots__ = ("code", "params", "path")

    def __init__(self, code: str, path: tuple[str | int, ...], /, **params: str) -> None:
        self.code = code
        self.path = path
        self.params = params

    def __str__(self) -> str:
        where = ".".join(str(part) for part in self.path) or "(root)"
        return f"{where}: {self.code} {self.params}"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return (self.code, self.path, self.params) == (other.code, other.path, other.params)

    def __hash__(self) -> int:
        return hash((self.code, self.path))
