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
        value: Json = _DECODER.decode(raw.decode("utf-8"))
        written = _ENCODER.encode(value).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    # A second key of the same name, spaces, another order or another escape: all of them write back differently.
    if written != raw:
        raise NotCanonicalError("written in another form")
    return value


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if not "".join(members).isascii():
        raise ValueError("a key that is not ASCII")
    return members


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > _MOST:
        raise ValueError(text)
    return number


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=_refuse, parse_constant=_refuse, parse_int=_integer
)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
