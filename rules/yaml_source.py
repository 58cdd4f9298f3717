"""YAML read as plain text with positions: a narrow YAML in which nothing is guessed.

Every scalar stays the text that stands in the file ("no" is not false, 012 is not 10, 0.10 keeps its zero); only an
empty value, "~" and "null" are null. What makes YAML surprising is refused: duplicate keys, anchors and aliases, merge
keys, tags, tabs, several documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

import yaml
from yaml.reader import ReaderError

from rules.core.errors import Problem
from rules.decoding import decode, position
from rules.located import FileError, Located, Path, Source, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 32
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?%?"
_NUMERIC = re.compile(
    rf"{_NUMBER}|(?:points|share) +{_NUMBER}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|[\[(] *(?:-|{_NUMBER}) *, *(?:-|{_NUMBER}) *[\])]",
)


class YamlError(FileError):
    """The text is not the narrow YAML of this module."""

    code = "yaml.malformed"


def compose(text: bytes, file: str) -> Source:
    """Read one YAML document. Raises YamlError with every problem found, each with its line and column."""
    try:
        decoded = decode(text, file)
    except FileError as error:
        raise YamlError(error.problems) from error
    builder = _Builder(file, decoded)
    try:
        source = builder.build()
    except yaml.YAMLError as error:
        builder.problems.append(_syntax_problem(error, decoded, file))
        raise YamlError(tuple(builder.problems)) from error
    if builder.problems:
        raise YamlError(tuple(sorted(builder.problems, key=lambda found: (found.line, found.column))))
    return source


def narrow_number(value: str) -> str | None:
    """The half-width form of a number, interval or date typed with full-width signs; None for any other text."""
    narrowed = value.translate(_NARROW).strip()
    return narrowed if narrowed != value.strip() and _NUMERIC.fullmatch(narrowed) else None


def _syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Located:
    if isinstance(error, ReaderError):
        before = text.encode()[: error.position].decode(errors="ignore")
        line, column = position(before)
        return Located(file, line, column, Problem("yaml.control-sign", ()))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = str(getattr(error, "problem", None) or "unreadable")
    return Located(file, line, column, Problem("yaml.syntax", (), problem=problem))


class _Builder:
    """Builds the tree from the parser's events; collects problems and reads on where that is safe."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Located] = []
        self.marks: dict[Path, tuple[int, int]] = {}
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._find_tabs(text)

    def build(self) -> Source:
        """Read the stream: exactly one document with something in it."""
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self._stop("yaml.empty", event)
        tree = self._node(next(self._events), ())
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._report("yaml.documents", event, ())
        return Source(self.file, tree, self.marks)

    def _find_tabs(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), start=1):
            if "\t" in line:
                self.problems.append(Located(self.file, number, line.index("\t") + 1, Problem("yaml.tab", ())))

    def _report(self, code: str, event: yaml.Event, path: Path, /, **params: str) -> None:
        line, column = _mark(event)
        self.problems.append(Located(self.file, line, column, Problem(code, path, **params)))

    def _stop(self, code: str, event: yaml.Event, path: Path = (), /, **params: str) -> NoReturn:
        self._report(code, event, path, **params)
        raise YamlError(tuple(self.problems))

    def _node(self, event: yaml.Event, path: Path) -> Tree:
        if len(path) > DEEPEST:
            self._stop("yaml.too-deep", event, path, most=str(DEEPEST))
        self.marks.setdefault(path, _mark(event))
        self._refuse_references(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._scalar(event, path) if isinstance(event, yaml.ScalarEvent) else None

    def _refuse_references(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._report("yaml.alias", event, path, name=event.anchor or "")
            return
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._report("yaml.anchor", event, path, name=event.anchor)
        tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
        if tag is not None:
            self._report("yaml.tag", event, path, tag=tag)

    def _map(self, path: Path) -> Tree:
        entries: dict[str, Tree] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path)
            value_event = next(self._events)
            if key in entries:
                self._report("yaml.duplicate-key", event, path, key=key, line=str(self.marks[(*path, key)][0]))
            if not isinstance(value_event, yaml.ScalarEvent):
                self.marks.setdefault((*path, key), _mark(event))
            entries[key] = self._node(value_event, (*path, key))
        return entries

    def _key(self, event: yaml.Event, path: Path) -> str:
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            self._stop("yaml.key-not-text", event, path)
        if event.value == "<<":
            self._report("yaml.merge-key", event, path)
        self._refuse_references(event, path)
        return event.value

    def _list(self, path: Path) -> Tree:
        entries: list[Tree] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            entries.append(self._node(event, (*path, len(entries))))
        return entries

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Tree:
        if event.implicit[0] and event.value in _NULLS:
            return None
        wanted = narrow_number(event.value)
        if wanted is not None:
            self._report("yaml.full-width", event, path, value=event.value, wanted=wanted)
        return event.value


def _mark(event: yaml.Event) -> tuple[int, int]:
    return (event.start_mark.line + 1, event.start_mark.column + 1) if event.start_mark else (1, 1)
