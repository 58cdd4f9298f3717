"""The bytes of a payload: RFC 8785 canonical JSON, narrowed to what never reads differently elsewhere.

Within these bounds any writer of JSON without white space that sorts its keys gives the canonical bytes: ASCII keys
sort alike by any measure, and of numbers only integers are left. Two are used: msgspec for what is made of JSON's own
types and nothing else, and the standard library's for the rest (a text or a number of a type of its own): it says what
it cannot write.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import msgspec

from audit.errors import AuditError
from models.errors import ModelsError
from models.plain_json import is_plain, require_writable
from models.values import Frozen

if TYPE_CHECKING:
    from pydantic import JsonValue


def canonical_bytes(value: JsonValue | Frozen) -> bytes:
    """Serialise once; ASCII keys, strings, integers within ±(2^53 - 1), true, false and null only.

    A model is written as the map of its fields, without those that it leaves out while they are empty. Raises
    AuditError with the place: `payload.float`, `payload.integer`, `payload.key`.
    """
    return _written(value)


def member_bytes(raw: bytes, payload: Frozen, name: str) -> memoryview:
    """The canonical bytes of a field that is plain JSON: seen within `raw`, where they stand if it is the payload's."""
    fields = _fields(payload)
    before = _ENCODER.encode({key: value for key, value in fields.items() if key < name})[:-1]
    after = _ENCODER.encode({key: value for key, value in fields.items() if key > name})[1:]
    # What is left of an empty map is its brace; a fuller one has a comma between itself and the field.
    start = before + (b"," if len(before) > 1 else b"") + f'"{name}":'.encode()
    end = (b"," if len(after) > 1 else b"") + after
    if raw.startswith(start) and raw.endswith(end):
        return memoryview(raw)[len(start) : len(raw) - len(end)]
    return memoryview(_written(fields[name]))


def _written(value: object) -> bytes:
    if is_plain(value):
        return _ENCODER.encode(value)
    try:
        require_writable(value, "payload")
    except ModelsError as error:
        raise AuditError(error.code, **error.params) from error
    return _SLOW_ENCODER.encode(value).encode()


def _fields(value: object) -> dict[str, object]:
    """What the encoder writes for a model. Raises TypeError for anything else that JSON does not know."""
    if isinstance(value, Frozen):
        fields, left_out = vars(value), type(value).LEFT_OUT
        return {name: held for name, held in fields.items() if held or name not in left_out} if left_out else fields
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER: Final = msgspec.json.Encoder(order="deterministic", enc_hook=_fields)
_SLOW_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), default=_fields
)
