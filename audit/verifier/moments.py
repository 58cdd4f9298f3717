"""The one text form of an instant in a ledger: UTC, six decimals, 27 characters."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


# Neighbours were often written at one moment.
@lru_cache(maxsize=64)
def is_moment(text: object) -> bool:
    """Whether this is such a text and names a moment that exists."""
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
