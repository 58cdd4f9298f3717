"""A column of text that is given as the UTF-8 bytes of a record's payload, as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import BindParameter, ColumnElement, Dialect


class CanonicalText(TypeDecorator[str]):
    """Read as text. SQLite takes the bytes for it as they are: reading and writing them again would be in vain."""

    impl = String
    cache_ok = True

    def bind_expression(self, bindparam: BindParameter[str]) -> ColumnElement[str]:
        """The database makes a text of whatever it gets."""
        return cast(bindparam, String)

    def bind_processor(self, dialect: Dialect) -> Callable[[str | bytes | memoryview | None], str | None] | None:
        """The other drivers make a text of the bytes."""
        return None if dialect.name == "sqlite" else _text


def _text(value: str | bytes | memoryview | None) -> str | None:
    return str(value, "utf-8") if isinstance(value, bytes | memoryview) else value
