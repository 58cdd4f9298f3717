"""A fault that pydantic finds in a file, in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.core.errors import Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

KINDS: Final = {
    "datetime": "scenario.bad-time",
    "int": "read.bad-integer",
    "string": "read.nested",
    "tuple": "read.not-list",
    "model": "read.not-map",
}


def form_problem(fault: ErrorDetails) -> Problem:
    """A fault as pydantic names it, in our words: by its kind, because its sentences are English only."""
    path, kind = tuple(fault["loc"]), fault["type"]
    if kind == "missing":
        return Problem("read.missing-key", path[:-1], key=str(path[-1]))
    if kind == "extra_forbidden":
        return Problem("scenario.unknown-key", path, key=str(path[-1]))
    if fault["input"] is None:
        return Problem("read.empty", path)
    given = fault["input"] if isinstance(fault["input"], str) else ""
    code = next((code for start, code in KINDS.items() if kind.startswith(start)), "scenario.bad-value")
    return Problem(code, path, value=given)
