"""Places of a prefilled file that nobody filled in: what is left empty is missing, and never zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.located import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.located import Mark, Path, Tree

_ANSWERS: Final[dict[str, tuple[str, ...]]] = {"facts": ("value",), "results": ("actual", "met", "share")}


def without_unfilled(source: Source) -> Source:
    """The same file without the facts and results whose answer is the empty text `""`; every mark stays where it was.

    Only an empty text that was written so is left out: a key without anything after it stays a fault of the file.
    """
    if not isinstance(source.tree, dict):
        return source
    tree, marks = dict(source.tree), source.marks
    for name, answers in _ANSWERS.items():
        entries = tree.get(name)
        if isinstance(entries, list):
            kept = [position for position, entry in enumerate(entries) if not _is_unfilled(entry, answers)]
            if len(kept) < len(entries):
                tree[name] = [entries[position] for position in kept]
                marks = _moved(marks, name, {old: new for new, old in enumerate(kept)})
    return Source(source.file, tree, marks)


def _is_unfilled(entry: Tree, answers: tuple[str, ...]) -> bool:
    if not isinstance(entry, dict) or entry.get("applies") == "no":
        return False
    given = [entry[name] for name in answers if name in entry]
    return bool(given) and all(value == "" for value in given)


def _moved(marks: Mapping[Path, Mark], name: str, positions: Mapping[int, int]) -> dict[Path, Mark]:
    found: dict[Path, Mark] = {}
    for path, mark in marks.items():
        if path[:1] != (name,) or len(path) == 1:
            found[path] = mark
        elif isinstance(path[1], int) and path[1] in positions:
            found[name, positions[path[1]], *path[2:]] = mark
    return found
