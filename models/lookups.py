"""Rows looked up by what their columns equal, by statements that are put into the driver's own words once.

Building a query anew, and giving what it finds to the session, takes longer than most databases take to answer it.
What is found here is to be read only: the session does not know it, so that nothing that is changed in it is written.

An order is asked for as that of a sum, which is in no index: asked for the plain column SQLite walks through all rows
of a book in its order, instead of looking up the few of a department and sorting them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.sql.compiler import SQLCompiler

from models.sending import connection_of, send
from models.tables import table_of
from models.unvalidated import unvalidated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Dialect, Select, Table
    from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound="SQLModel")

_LOOKUPS: Final[dict[tuple[str, str, tuple[str, ...], _Order], _Lookup]] = {}


def rows_with(session: Session, model: type[Row], /, order: str = "", **here: str | int) -> list[Row]:
    """The rows whose columns equal all of `here`, in the order of a column of numbers; "" leaves it to the database."""
    return [unvalidated(model, columns) for columns in _found(session, model, _Order(order), here)]


def row_with(session: Session, model: type[Row], /, **here: str | int) -> Row | None:
    """The one row whose columns equal all of `here`, or None. Raises LookupError where there are several."""
    found = list(_found(session, model, _Order(), here))
    if len(found) > 1:
        raise LookupError(f"{len(found)} rows of {model.__name__} where one was looked for")
    return unvalidated(model, found[0]) if found else None


def last_with(session: Session, model: type[Row], /, order: str, count: int = 1, **here: str | int) -> list[Row]:
    """So many of the rows whose columns equal all of `here`: the last in the order of a column of numbers, it first."""
    return [unvalidated(model, columns) for columns in _found(session, model, _Order(order, count), here)]


class _Order(NamedTuple):
    """The column that rows are in the order of, "" for none; with `last` only so many, from the end backwards."""

    column: str = ""
    last: int = 0


@dataclass(frozen=True, slots=True)
class _Lookup:
    """The text for one driver; the order of its values, or none where it takes them by name; how columns are read."""

    text: str
    order: tuple[str, ...] | None
    constants: Mapping[str, str | int]
    columns: tuple[str, ...]
    read: Mapping[str, Callable[[object], object]]

    def given(self, here: dict[str, str | int]) -> tuple[str | int, ...] | dict[str, str | int]:
        """The values as the driver takes them."""
        values = {**self.constants, **here}
        return values if self.order is None else tuple([values[name] for name in self.order])

    def row(self, values: Sequence[object]) -> dict[str, object]:
        """The columns of a row as the session would have them."""
        columns = dict(zip(self.columns, values, strict=True))
        for name, read in self.read.items():
            columns[name] = read(columns[name])
        return columns


def _found(
    session: Session, model: type[SQLModel], order: _Order, here: dict[str, str | int]
) -> Iterator[dict[str, object]]:
    # What the session still holds back is part of what there is.
    session.flush()
    connection = connection_of(session)
    lookup = _lookup(connection.dialect, model, tuple(here), order)
    return map(lookup.row, send(connection, lookup.text, lookup.given(here)).fetchall())


def _lookup(dialect: Dialect, model: type[SQLModel], names: tuple[str, ...], order: _Order) -> _Lookup:
    key = (dialect.name, str(model.__tablename__), names, order)
    if key not in _LOOKUPS:
        _LOOKUPS[key] = _ready(dialect, table_of(model), names, order)
    return _LOOKUPS[key]


def _ready(dialect: Dialect, table: Table, names: tuple[str, ...], order: _Order) -> _Lookup:
    where = [table.c[name] == bindparam(name, type_=table.c[name].type) for name in names]
    statement = _ordered(select(*table.columns).where(*where), table, order)
    written = statement.compile(dialect=dialect)
    if not isinstance(written, SQLCompiler):
        raise TypeError(f"{statement} has no text")
    readers = {
        column.name: column.type.dialect_impl(dialect).result_processor(dialect, None) for column in table.columns
    }
    return _Lookup(
        text=written.string,
        order=tuple(written.positiontup or ()) if dialect.positional else None,
        constants={name: value for name, value in written.params.items() if value is not None},
        columns=tuple(table.columns.keys()),
        read={name: each for name, each in readers.items() if each is not None},
    )


def _ordered(statement: Select[Any], table: Table, order: _Order) -> Select[Any]:
    if not order.column:
        return statement
    number = table.c[order.column] + 0
    return statement.order_by(number.desc()).limit(order.last) if order.last else statement.order_by(number)
