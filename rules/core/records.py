"""Reads trees of maps, lists and text into frozen dataclasses, and collects every fault on the way.

A fault's path uses the keys and positions of the data, so that a reader with line numbers can point at the place.
"""

from __future__ import annotations

import dataclasses
import re
import types
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from rules.core.errors import NumberError, Problem, RulesError
from rules.core.interval import Interval, IntervalError, parse_interval
from rules.core.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
LEFT_OUT = {"left_out": True}
"""The metadata of a field that is not written while it is None or empty, so that older data keep their bytes."""

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")


class ReadError(RulesError):
    """Data are not of the form that is wanted: `problems` lists every fault with its path."""

    code = "read.malformed"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(None, count=str(len(problems)), first=str(problems[0]))


def read(cls: type[T], data: object, path: Path = ()) -> T:
    """Read `data` (maps, lists, text, None) as the dataclass `cls`. Raises ReadError with every fault found."""
    reader, kind = _Reader(), _form_of(cast("type", cls))
    value = reader.value(kind, data, path)
    if reader.problems:
        raise ReadError(tuple(reader.problems))
    return cast("T", value)


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of an annotated kind are read, and of what they are made.

    `of` is the form of what an optional value, a sequence or a map holds, `words` the closed list of a choice. `text`
    says that any text is read as itself, `none` that nothing is too.
    """

    how: Literal["optional", "sequence", "mapping", "record", "choice", "text"]
    kind: object
    of: _Form | None = None
    words: tuple[str, ...] = ()
    text: bool = False
    none: bool = False


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of a dataclass with their forms, and those that cannot be left out."""

    forms: dict[str, _Form]
    required: frozenset[str]


@cache
def _fields_of(cls: type) -> _Fields:
    none, fields, hints = dataclasses.MISSING, dataclasses.fields(cls), get_type_hints(cls)
    return _Fields(
        {each.name: _form_of(hints[each.name]) for each in fields},
        frozenset(each.name for each in fields if each.default is none and each.default_factory is none),
    )


@cache
def _form_of(kind: object) -> _Form:
    """The form of an annotated kind: found once for each annotation."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        of = _form_of(next(each for each in args if each is not types.NoneType))
        return _Form("optional", kind, of, of.words, of.text, none=True)
    if origin is tuple:
        return _Form("sequence", kind, _form_of(args[0]))
    if origin is dict:
        return _Form("mapping", kind, _form_of(args[1]))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind is not Interval:
        return _Form("record", kind)
    return _Form("choice", kind, words=args) if origin is Literal else _Form("text", kind, text=kind is str)


@dataclass(slots=True)
class _Reader:
    """One reading. A value that cannot be read is None and has its problem in the list."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, path: Path, /, **params: str) -> object:
        """Note a fault; the value itself is then None, and nothing is built from it."""
        self.problems.append(Problem(code, path, **params))
        return None

    def value(self, form: _Form, data: object, path: Path) -> object:
        """Read one value of the form."""
        if form.none:
            return None if data is None else self.value(cast("_Form", form.of), data, path)
        if form.how == "sequence":
            return self.sequence(cast("_Form", form.of), data, path)
        if form.how == "mapping":
            return self.mapping(cast("_Form", form.of), data, path)
        if form.how == "record":
            return self.record(cast("type", form.kind), data, path)
        return self.scalar(form, data, path)

    def record(self, cls: type, data: object, path: Path) -> object:
        """Read a map as a dataclass: unknown keys, missing keys, and every field."""
        if not isinstance(data, dict):
            return self.refuse("read.not-map", path)
        fields = _fields_of(cls)
        if not (data.keys() <= fields.forms.keys() and fields.required <= data.keys()):
            self.refuse_keys(fields, data, path)
        before = len(self.problems)
        values = {
            key: held if _is_read(form, held := data[key]) else self.value(form, held, (*path, key))
            for key, form in fields.forms.items()
            if key in data
        }
        whole = len(self.problems) == before and fields.required <= values.keys()
        return cls(**values) if whole else None

    def refuse_keys(self, fields: _Fields, data: dict[object, object], path: Path) -> None:
        """Note every key that is not known, and every one that is missing."""
        for key in data:
            if key not in fields.forms:
                self.refuse("read.unknown-key", (*path, str(key)), key=str(key), known=", ".join(fields.forms))
        for key in fields.forms:
            if key in fields.required and key not in data:
                self.refuse("read.missing-key", path, key=key)

    def sequence(self, of: _Form, data: object, path: Path) -> object:
        """Read a list as a tuple; one word of a closed list may stand for a list of it alone."""
        if isinstance(data, str) and of.how == "choice":
            data = [data]
        if not isinstance(data, (list, tuple)):
            return self.refuse("read.not-list", path)
        return tuple(self.value(of, each, (*path, position)) for position, each in enumerate(data))

    def mapping(self, of: _Form, data: object, path: Path) -> object:
        """Read a map of names to values of one kind."""
        if not isinstance(data, dict):
            return self.refuse("read.not-map", path)
        return {str(key): self.value(of, each, (*path, str(key))) for key, each in data.items()}

    def scalar(self, form: _Form, data: object, path: Path) -> object:
        """Read text as the scalar kind; a number that is not text is refused, because it may have lost digits."""
        if isinstance(data, str):
            if form.how == "choice":
                return self.choice(form.words, data, path)
            return self.text(form.kind, data, path)
        if isinstance(data, (float, Decimal)):
            return self.refuse("read.float", path, value=str(data))
        if data is None:
            return self.refuse("read.empty", path)
        if isinstance(data, (dict, list, tuple)):
            return self.refuse("read.nested", path)
        return self.refuse("read.not-text", path, value=type(data).__name__)

    def choice(self, wanted: tuple[str, ...], text: str, path: Path) -> object:
        """Read one of a closed list of words."""
        if text not in wanted:
            return self.refuse("read.bad-choice", path, value=text, wanted=", ".join(wanted))
        return text

    def text(self, kind: object, text: str, path: Path) -> object:
        """Read text as a number, an interval, a truth value, or itself."""
        convert, code = _SCALARS[cast("type", kind)]
        try:
            return convert(text)
        except (NumberError, IntervalError, ValueError):
            return self.refuse(code, path, value=text)


def _is_read(form: _Form, data: object) -> bool:
    """Whether a value needs no reading: text where text is wanted, one of the words, nothing where that may be."""
    if type(data) is str:
        return form.text or data in form.words
    return form.none and data is None


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    return ("false", "true").index(text) == 1


_SCALARS: dict[type, tuple[Callable[[str], object], str]] = {
    str: (str, "read.not-text"),
    int: (_integer, "read.bad-integer"),
    bool: (_boolean, "read.bad-boolean"),
    Fraction: (exact, "read.bad-number"),
    Interval: (parse_interval, "read.bad-interval"),
}
