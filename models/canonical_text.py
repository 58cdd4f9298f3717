"""A column of text that is given as the UTF-8 bytes of a record's payload, as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, Dialect


class CanonicalText(TypeDecorator[str]):
    """Read as text. SQLite takes the bytes for it as they are: reading and writing them again would be in vain."""

    impl = String
    cache_ok = True

    def bind_expression(self, bindparam: BindParameter[str]) -> ColumnElement[str]:
        """The database makes a text of whatever it gets."""
        return cast(bindparam, String)

    def process_bind_param(self, value: str | bytes | None, dialect: Dialect) -> str | bytes | None:
        """The other drivers make a text of the bytes."""
        return value.decode() if isinstance(value, bytes) and dialect.name != "sqlite" else value
