"""Rows looked up by what their columns equal, by statements that are built once.

Building a query anew, and giving what it finds to the session, takes longer than most databases take to answer it.
What is found here is to be read only: the session does not know it, so that nothing that is changed in it is written.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import bindparam, select

from models.tables import table_of
from models.unvalidated import unvalidated

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound="SQLModel")

_STATEMENTS: Final = 512


def rows_with(session: Session, model: type[Row], /, order: str = "", **here: str | int) -> list[Row]:
    """The rows whose columns equal all of `here`, in the order of one column; "" leaves it to the database."""
    return [_row(model, found) for found in _found(session, model, order, here)]


def row_with(session: Session, model: type[Row], /, **here: str | int) -> Row | None:
    """The one row whose columns equal all of `here`, or None. Raises LookupError where there are several."""
    found = _found(session, model, "", here)
    if len(found) > 1:
        raise LookupError(f"{len(found)} rows of {model.__name__} where one was looked for")
    return _row(model, found[0]) if found else None


def _found(session: Session, model: type[Row], order: str, here: dict[str, str | int]) -> list[tuple[object, ...]]:
    # What the session still holds back is part of what there is.
    session.flush()
    statement = _statement(model, tuple(here), order)
    return [tuple(each) for each in session.connection().execute(statement, here)]


@lru_cache(maxsize=_STATEMENTS)
def _statement(model: type[SQLModel], names: tuple[str, ...], order: str) -> Select[tuple[object, ...]]:
    table = table_of(model)
    where = [table.c[name] == bindparam(name, type_=table.c[name].type) for name in names]
    statement = select(*table.columns).where(*where)
    return statement.order_by(table.c[order]) if order else statement


def _row(model: type[Row], values: tuple[object, ...]) -> Row:
    return unvalidated(model, zip(_columns(model), values, strict=True))


@lru_cache(maxsize=_STATEMENTS)
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(table_of(model).columns.keys())
