"""JSON read as plain text with positions: the same tree that the YAML reader gives.

Numbers and booleans are refused by name and place: a figure is text ("93.66"), so that no program on its way here can
have turned it into a float.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import count
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, NoReturn

from rules.core.errors import Problem
from rules.decoding import decode
from rules.located import FileError, Located, Path, Source, Tree
from rules.yaml_source import DEEPEST, narrow_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANKS = re.compile(r"[ \t\r\n]*")


class JsonError(FileError):
    """The text is not JSON whose values are texts."""

    code = "json.malformed"


def compose_json(text: bytes, file: str) -> Source:
    """Read one JSON document. Raises JsonError with every problem found, each with its line and column."""
    try:
        decoded = decode(text, file)
    except FileError as error:
        raise JsonError(error.problems) from error
    scanner = _Scanner(file, decoded)
    tree = scanner.scan()
    if scanner.problems:
        raise JsonError(tuple(scanner.problems))
    return Source(file, tree, scanner.marks)


class _Number(str):
    """A JSON number as it is written; `__slots__` keeps it a plain text."""

    __slots__ = ()


class _Scanner:
    """Walks the text once; the standard decoder reads each text, number and word."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Located] = []
        self.marks: dict[Path, tuple[int, int]] = {}
        self._text = text
        self._line_ends = [found.start() for found in re.finditer("\n", text)]
        self._at = 0
        self._decoder = JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number)

    def scan(self) -> Tree:
        """Read the whole text: one value and nothing after it."""
        tree = self._value(())
        self._skip()
        if self._at != len(self._text):
            self._stop("json.extra")
        return tree

    def _value(self, path: Path) -> Tree:
        self._skip()
        if len(path) > DEEPEST:
            self._stop("json.too-deep", most=str(DEEPEST))
        self.marks.setdefault(path, self._mark())
        sign = self._text[self._at : self._at + 1]
        if sign == "{":
            return self._map(path)
        if sign == "[":
            return self._list(path)
        return self._scalar(path)

    def _map(self, path: Path) -> Tree:
        entries: dict[str, Tree] = {}
        for _ in self._members("}"):
            mark = self._mark()
            key = self._key()
            if key in entries:
                line = str(self.marks[(*path, key)][0])
                self.problems.append(Located(self.file, *mark, Problem("json.duplicate-key", path, key=key, line=line)))
            self._expect(":")
            self._skip()
            if self._text[self._at : self._at + 1] in ("{", "["):
                self.marks.setdefault((*path, key), mark)
            entries[key] = self._value((*path, key))
        return entries

    def _key(self) -> str:
        if self._text[self._at : self._at + 1] != '"':
            self._stop("json.syntax", problem="Expecting property name enclosed in double quotes")
        return str(self._word())

    def _list(self, path: Path) -> Tree:
        return [self._value((*path, position)) for position in self._members("]")]

    def _scalar(self, path: Path) -> Tree:
        line, column = self._mark()
        word = self._word()
        problem = None
        if isinstance(word, _Number):
            is_float = not word.lstrip("-").isdigit()
            problem = Problem("json.float" if is_float else "json.not-text", path, value=str(word), wanted=f'"{word}"')
        elif isinstance(word, bool):
            problem = Problem("json.not-text", path, value=str(word).lower(), wanted='"yes", "no"')
        elif isinstance(word, str) and (narrow := narrow_number(word)) is not None:
            problem = Problem("yaml.full-width", path, value=word, wanted=narrow)
        if problem is not None:
            self.problems.append(Located(self.file, line, column, problem))
        return str(word) if isinstance(word, str) else None

    def _word(self) -> object:
        word: object
        try:
            word, self._at = self._decoder.raw_decode(self._text, self._at)
        except JSONDecodeError as error:
            self._at = error.pos
            self._stop("json.syntax", problem=error.msg)
        return word

    def _members(self, closing: str) -> Iterator[int]:
        """Step from member to member of a list or map, past the commas and the closing sign."""
        self._at += 1
        self._skip()
        for position in count():
            if position == 0 and self._text[self._at : self._at + 1] == closing:
                break
            yield position
            self._skip()
            if self._text[self._at : self._at + 1] == closing:
                break
            self._expect(",")
        self._at += 1

    def _expect(self, sign: str) -> None:
        self._skip()
        if self._text[self._at : self._at + 1] != sign:
            self._stop("json.syntax", problem=f"Expecting '{sign}' delimiter")
        self._at += 1
        self._skip()

    def _skip(self) -> None:
        blanks = _BLANKS.match(self._text, self._at)
        self._at = self._at if blanks is None else blanks.end()

    def _mark(self) -> tuple[int, int]:
        line = bisect_left(self._line_ends, self._at)
        return line + 1, self._at - (self._line_ends[line - 1] if line else -1)

    def _stop(self, code: str, /, **params: str) -> NoReturn:
        line, column = self._mark()
        raise JsonError((*self.problems, Located(self.file, line, column, Problem(code, (), **params))))
