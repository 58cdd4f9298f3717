"""The table behind a model, typed: the metaclass hides it from type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Table


def table_of(model: type[SQLModel]) -> Table:
    """The table that a model declares. Raises KeyError for a model that declares none."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
