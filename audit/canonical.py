"""The bytes of a payload: RFC 8785 canonical JSON, narrowed to what never reads differently elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import rfc8785

from audit.errors import AuditError

if TYPE_CHECKING:
    from pydantic import JsonValue


# What a reader that keeps numbers as binary64 still reads exactly.
_SAFE: Final = 2**53 - 1


def canonical_bytes(value: JsonValue) -> bytes:
    """Serialise once; ASCII keys, strings, integers within ±(2^53 - 1), true, false and null only.

    Raises AuditError with the place: `payload.float`, `payload.integer`, `payload.key`.
    """
    _refuse_others(value, "payload")
    return rfc8785.dumps(value)


def _refuse_others(value: JsonValue, place: str) -> None:
    if isinstance(value, float):
        raise AuditError("payload.float", place=place, value=repr(value))
    if isinstance(value, int) and abs(value) > _SAFE:
        raise AuditError("payload.integer", place=place, value=str(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                raise AuditError("payload.key", place=place, key=key)
            _refuse_others(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _refuse_others(inner, f"{place}.{position}")
