"""Writes typed data as a JSON-able tree, and such a tree as RFC 8785 canonical bytes."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.core.errors import RulesError
from rules.core.interval import Interval
from rules.core.numbers import plain
from rules.core.records import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable

Tree = None | bool | int | str | list["Tree"] | dict[str, "Tree"]

_SAFE = 2**53 - 1


class WritingError(RulesError):
    """Data cannot be written: a float, a key that is not ASCII, an integer that JSON readers would round."""

    code = "write.unfit"


def to_data(value: object) -> Tree:
    """Turn dataclasses, tuples, maps and exact numbers into maps, lists and text.

    Nothing is dropped but fields that say so themselves (`LEFT_OUT`) while they are None or empty.

    A Fraction becomes decimal text, or "numerator/denominator" where decimals do not end; an Interval becomes its
    notation. Raises WritingError for anything else, a float above all.
    """
    fields = _FIELDS.get(type(value))
    return _other(value) if fields is None else _record(value, fields)


def _other(value: object) -> Tree:
    """Whatever is no dataclass that was written before."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (tuple, list)):
        return [each if type(each) is str else to_data(each) for each in value]
    if isinstance(value, Interval):
        return _interval(value)
    if dataclasses.is_dataclass(value):
        return _record(value, _fields_of(type(value)))
    if isinstance(value, dict):
        return {str(key): to_data(each) for key, each in value.items()}
    # Asked last, because no other question of a value's class takes as long.
    if isinstance(value, Fraction):
        return _number(value)
    raise WritingError(value=repr(value), kind=type(value).__name__)


class _Fields(NamedTuple):
    """The fields of a dataclass, those that are left out while they are None or empty, and what gives their values."""

    names: tuple[str, ...]
    left_out: tuple[str, ...]
    held: Callable[[object], tuple[object, ...]]


# Of every dataclass that was written before.
_FIELDS: Final[dict[type, _Fields]] = {}


def _record(value: object, fields: _Fields) -> Tree:
    names, left_out, held = fields
    written: dict[str, Tree] = {
        name: each if type(each) is str or each is None else to_data(each)
        for name, each in zip(names, held(value), strict=True)
    }
    for name in left_out:
        if not getattr(value, name):
            del written[name]
    return written


def _fields_of(cls: type) -> _Fields:
    fields = dataclasses.fields(cls)
    names = tuple(each.name for each in fields)
    left_out = tuple(each.name for each in fields if each.metadata == LEFT_OUT)
    # Of one name, or of none, it would give no tuple.
    held = attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)
    return _FIELDS.setdefault(cls, _Fields(names, left_out, held))


def canonical(data: object) -> bytes:
    """Write a tree as RFC 8785 bytes: keys sorted, no blanks, UTF-8. Raises WritingError for what does not fit."""
    _check(data)
    try:
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError as error:
        # Half of a surrogate pair: it is no text, and no UTF-8.
        raise WritingError(value=repr(error.object[error.start]), kind="surrogate") from error


def are_written_alike(one: Tree, other: Tree) -> bool:
    """Whether two trees that came from JSON or from `to_data` have the same canonical bytes."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _check(data: object) -> None:
    """Refuse what is no JSON, or not this one; texts are asked when they are written."""
    if isinstance(data, str) or data is None:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str) or not key.isascii():
                raise WritingError(value=repr(key), kind="key")
            if type(value) is not str:
                _check(value)
    elif isinstance(data, list):
        for each in data:
            _check(each)
    elif not isinstance(data, int) or abs(data) > _SAFE:
        raise WritingError(value=repr(data), kind=type(data).__name__)


def _number(value: Fraction) -> str:
    text = plain(value)
    return text if "…" not in text else f"{value.numerator}/{value.denominator}"


def _interval(when: Interval) -> str:
    low = "-" if when.low is None else _number(when.low)
    high = "-" if when.high is None else _number(when.high)
    return f"{'[' if when.low_included else '('}{low}, {high}{']' if when.high_included else ')'}"
