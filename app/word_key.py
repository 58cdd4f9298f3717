"""What was said, in sixteen hex digits: the same words are the same request, changed words are another."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.canonical import canonical_bytes

if TYPE_CHECKING:
    from pydantic import JsonValue

_SHOWN: Final = 16
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")


def word_key(*words: JsonValue) -> str:
    """Return the end of a request's key that its words make."""
    return sha256(canonical_bytes([*words])).hexdigest()[:_SHOWN]


def key_part(typed: str) -> str:
    """A name as it may stand in a key: itself, or where it has signs that no key has, what its words make."""
    return typed if _NAME.fullmatch(typed) else word_key(typed)
