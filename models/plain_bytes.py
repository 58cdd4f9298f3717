"""A column of bytes that a driver takes as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class PlainBytes(LargeBinary):
    """Both drivers take bytes: the wrapper that others want around them would be made in vain."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:  # the base class's signature
        """Nothing is to be done with a value."""
