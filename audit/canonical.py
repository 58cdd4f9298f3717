"""The bytes of a payload: RFC 8785 canonical JSON, narrowed to what never reads differently elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rfc8785

from audit.errors import AuditError

if TYPE_CHECKING:
    from pydantic import JsonValue


def canonical_bytes(value: JsonValue) -> bytes:
    """Serialise once; ASCII keys, strings, integers, true, false and null only. A float is refused by its place."""
    _refuse_others(value, "payload")
    return rfc8785.dumps(value)


def _refuse_others(value: JsonValue, place: str) -> None:
    if isinstance(value, float):
        raise AuditError("payload.float", place=place, value=repr(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                raise AuditError("payload.key", place=place, key=key)
            _refuse_others(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _refuse_others(inner, f"{place}.{position}")
