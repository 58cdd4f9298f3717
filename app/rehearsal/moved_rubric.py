"""A rubric's text with its printed dates moved to another year; every other sign stays as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from app.year_preview import moved
from deadlines.rule import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rubric_file import RubricFile


def moved_rubric(file: RubricFile, year: int) -> bytes:
    """The bytes of the rubric as if it were of another year: its `year`, and the dates of its phases."""
    later = year - file.rubric.year
    if not later:
        return file.text
    text = file.text.decode("utf-8-sig")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    places = sorted(_places(root), key=lambda node: node.start_mark.index, reverse=True)
    for node in places:
        new = str(year) if node.value == str(file.rubric.year) else moved(day_of(node.value), later).isoformat()
        text = text[: node.start_mark.index] + new + text[node.end_mark.index :]
    return text.encode()


def _places(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """The scalars that say a year or a day: `year`, and in the phases `opens` and the `date` of `due` and `review`."""
    entries = _entries(root)
    yield from _scalar(entries.get("year"))
    phases = entries.get("phases")
    for phase in phases.value if isinstance(phases, yaml.SequenceNode) else ():
        told = _entries(phase)
        yield from _scalar(told.get("opens"))
        for name in ("due", "review"):
            yield from _scalar(_entries(told.get(name)).get("date"))


def _entries(node: yaml.Node | None) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _scalar(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode) and node.value not in ("", "~", "null"):
        yield node
