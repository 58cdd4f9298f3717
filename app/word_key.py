"""What was said, in sixteen hex digits: the same words are the same request, changed words are another."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.canonical import canonical_bytes

if TYPE_CHECKING:
    from pydantic import JsonValue

_SHOWN: Final = 16


def word_key(*words: JsonValue) -> str:
    """Return the end of a request's key that its words make."""
    return sha256(canonical_bytes([*words])).hexdigest()[:_SHOWN]
