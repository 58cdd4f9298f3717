"""Writes typed data as a JSON-able tree, and such a tree as RFC 8785 canonical bytes."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from functools import cache

from rules.core.errors import RulesError
from rules.core.interval import Interval
from rules.core.numbers import plain
from rules.core.records import LEFT_OUT

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
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, Interval):
        return _interval(value)
    if dataclasses.is_dataclass(value):
        return _record(value)
    if isinstance(value, (tuple, list)):
        return [to_data(each) for each in value]
    if isinstance(value, dict):
        return {str(key): to_data(each) for key, each in value.items()}
    raise WritingError(value=repr(value), kind=type(value).__name__)


def _record(value: object) -> Tree:
    cls: type = type(value)
    fields = ((name, getattr(value, name), left_out) for name, left_out in _fields_of(cls))
    return {name: to_data(held) for name, held, left_out in fields if held or not left_out}


@cache
def _fields_of(cls: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a dataclass, each with whether it is left out while it is None or empty."""
    return tuple((each.name, each.metadata == LEFT_OUT) for each in dataclasses.fields(cls))


def canonical(data: object) -> bytes:
    """Write a tree as RFC 8785 bytes: keys sorted, no blanks, UTF-8. Raises WritingError for what does not fit."""
    _check(data)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _check(data: object) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str) or not key.isascii():
                raise WritingError(value=repr(key), kind="key")
            _check(value)
    elif isinstance(data, list):
        for each in data:
            _check(each)
    elif isinstance(data, bool) or data is None:
        return
    elif isinstance(data, str):
        _check_text(data)
    elif not isinstance(data, int) or abs(data) > _SAFE:
        raise WritingError(value=repr(data), kind=type(data).__name__)


def _check_text(text: str) -> None:
    """Refuse half of a surrogate pair: it is no text, and no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise WritingError(value=repr(text), kind="surrogate") from error


def _number(value: Fraction) -> str:
    text = plain(value)
    return text if "…" not in text else f"{value.numerator}/{value.denominator}"


def _interval(when: Interval) -> str:
    low = "-" if when.low is None else _number(when.low)
    high = "-" if when.high is None else _number(when.high)
    return f"{'[' if when.low_included else '('}{low}, {high}{']' if when.high_included else ')'}"
