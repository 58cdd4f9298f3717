"""Payloads: RFC 8785 canonical JSON, narrowed to ASCII keys, strings, integers, true, false and null."""

from __future__ import annotations

import json
from typing import Final, NoReturn, TypeAlias

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

_MOST: Final = 2**53 - 1


class NotCanonicalError(ValueError):
    """These bytes are not the one form in which a payload is stored."""


def read_canonical(raw: bytes) -> Json:
    """Return what a payload says. Raises NotCanonicalError unless the bytes are its canonical form."""
    try:
        value: Json = json.loads(raw.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse, parse_int=_integer)
        written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    # A second key of the same name, spaces, another order or another escape: all of them write back differently.
    if written != raw:
        raise NotCanonicalError("written in another form")
    _check_keys(value)
    return value


def _check_keys(value: Json) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                raise NotCanonicalError(f"key {key}")
            _check_keys(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_keys(inner)


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > _MOST:
        raise ValueError(text)
    return number


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)
