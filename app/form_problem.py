"""A fault that pydantic finds in a file, in our words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.core.errors import Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from rules.located import Path, Tree

KINDS: Final = {
    "datetime": "scenario.bad-time",
    "int": "read.bad-integer",
    "string": "read.nested",
    "tuple": "read.not-list",
    "model": "read.not-map",
}
_QUOTED: Final = re.compile(r"'([^']*)'")


def form_problem(fault: ErrorDetails, tree: Tree) -> Problem:
    """A fault as pydantic names it, in our words: by its kind, because its sentences are English only.

    `tree` is what was read, and the problem's path one of its own.
    """
    if fault["type"] == "missing":
        return Problem("read.missing-key", _in_tree(tree, fault["loc"][:-1]), key=str(fault["loc"][-1]))
    path = _in_tree(tree, fault["loc"])
    if fault["type"] == "extra_forbidden":
        return Problem("scenario.unknown-key", path, key=str(path[-1]))
    return Problem("read.empty", path) if fault["input"] is None else _value_problem(fault, path)


def _value_problem(fault: ErrorDetails, path: Path) -> Problem:
    given = fault["input"] if isinstance(fault["input"], str) else ""
    about = {name: str(value) for name, value in fault.get("ctx", {}).items()}
    match fault["type"]:
        case "literal_error":
            return Problem("scenario.unknown-word", path, value=given, known=_listed(about["expected"]))
        case "union_tag_not_found":
            return Problem("read.missing-key", path, key=_listed(about["discriminator"]))
        case "union_tag_invalid":
            path = (*path, _listed(about["discriminator"]))
            return Problem("scenario.unknown-word", path, value=about["tag"], known=_listed(about["expected_tags"]))
        case kind:
            code = next((code for start, code in KINDS.items() if kind.startswith(start)), "scenario.bad-value")
            return Problem(code, path, value=given)


def _listed(quoted: str) -> str:
    return ", ".join(_QUOTED.findall(quoted))


def _in_tree(tree: Tree, path: Path) -> Path:
    """The steps that the file has: pydantic puts the name of the chosen form between them."""
    steps: list[str | int] = []
    for step in path:
        children = _children(tree)
        if step in children:
            tree = children[step]
            steps.append(step)
    return tuple(steps)


def _children(tree: Tree) -> dict[str | int, Tree]:
    match tree:
        case dict():
            return dict(tree.items())
        case list():
            return dict(enumerate(tree))
        case _:
            return {}
