"""Where in a file a problem stands: what a person needs to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rules.core.errors import Problem, RulesError

if TYPE_CHECKING:
    from collections.abc import Iterable

Path: TypeAlias = tuple[str | int, ...]
Mark: TypeAlias = tuple[int, int]
Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"


@dataclass(frozen=True, slots=True)
class Located:
    """A problem with its place: line and column count from 1."""

    file: str
    line: int
    column: int
    problem: Problem

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as a tree of texts, and where each part of it stands.

    `marks` holds a scalar's own place, and for a list or map the place of its key (in a list: of its first word).
    """

    file: str
    tree: Tree
    marks: Mapping[Path, Mark]

    def locate(self, problem: Problem) -> Located:
        """Place a problem at its path, or at the nearest enclosing part that the file really has."""
        path = problem.path
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Located(self.file, line, column, problem)

    def locate_all(self, problems: Iterable[Problem]) -> tuple[Located, ...]:
        """Place every problem, in the order of the file."""
        return tuple(sorted(map(self.locate, problems), key=lambda found: (found.line, found.column)))


class FileError(RulesError):
    """A file cannot be used: `problems` lists every fault with file, line and column."""

    code = "file.malformed"

    def __init__(self, problems: tuple[Located, ...]) -> None:
        self.problems = problems
        super().__init__(None, count=str(len(problems)), first=str(problems[0]) if problems else "")
