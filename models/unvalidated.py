"""Rows as the session would give them, from columns that the database gave or takes as they are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import configure_mappers
from sqlalchemy.orm.attributes import instance_dict, manager_of_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlmodel import SQLModel

Row = TypeVar("Row", bound="SQLModel")


def unvalidated(model: type[Row], columns: Mapping[str, object] | Iterable[tuple[str, object]]) -> Row:
    """A row that no session knows: validating its columns would take longer than reading or writing them."""
    row: Row = _maker(model)()
    instance_dict(row).update(columns)
    return row


@cache
def _maker(model: type[Row]) -> Callable[[], Row]:
    # Until something has asked through a session, the columns of a model cannot be read.
    configure_mappers()
    return manager_of_class(model).new_instance
