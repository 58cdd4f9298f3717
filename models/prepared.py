"""Statements of one table that are written often: put into the driver's own words once, then sent as they are.

Building such a statement anew, or looking its form up, takes longer than most databases take to follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

from sqlalchemy import bindparam, select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from models.sending import send, send_many
from models.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Dialect, SelectBase, Table
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.sql import ClauseElement
    from sqlmodel import SQLModel

Values: TypeAlias = "Mapping[str, object]"

# What a value is compared with has a name of its own: the same column may be set in the same statement.
_WANTED: Final = "wanted_"
_PREPARED: Final[dict[tuple[str, str, type[SQLModel], tuple[str, ...], tuple[str, ...]], _Prepared]] = {}
_ASKED: Final[dict[tuple[str, SelectBase], _Prepared]] = {}


def insert_rows(connection: Connection, model: type[SQLModel], rows: Sequence[Values]) -> None:
    """Insert rows that all name the same columns; others get the default that the table declares."""
    prepared = _prepared(connection.dialect, "insert", model, tuple(rows[0]), ())
    given = [prepared.given(row) for row in rows]
    if len(given) == 1:
        send(connection, prepared.text, given[0])
    else:
        send_many(connection, prepared.text, given)


def insert_whole(connection: Connection, model: type[SQLModel], rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows that give every column, in the order of the table."""
    prepared = _prepared(connection.dialect, "insert", model, _columns(model), ())
    if prepared.in_order is None or prepared.converted:
        insert_rows(connection, model, [dict(zip(_columns(model), row, strict=True)) for row in rows])
    elif len(rows) == 1:
        send(connection, prepared.text, rows[0])
    else:
        send_many(connection, prepared.text, rows)


def update_rows(connection: Connection, model: type[SQLModel], here: Values, values: Values) -> DBAPICursor:
    """Change the rows whose columns equal all of `here`; the answer has their count."""
    prepared = _prepared(connection.dialect, "update", model, tuple(values), tuple(here))
    wanted = {_WANTED + name: value for name, value in here.items()}
    return send(connection, prepared.text, prepared.given({**values, **wanted}))


def lock_row(connection: Connection, model: type[SQLModel], here: Values) -> Sequence[object] | None:
    """All columns of the one row that equals `here`, locked until the transaction ends; None where there is none.

    They come in the order of the table.
    """
    prepared = _prepared(connection.dialect, "lock", model, (), tuple(here))
    found: Sequence[object] | None = send(
        connection, prepared.text, prepared.given({_WANTED + name: value for name, value in here.items()})
    ).fetchone()
    return found


def number(connection: Connection, query: SelectBase, given: Values) -> int | None:
    """The one number that a query asks for, or None; the query is a constant of its module that names `given`."""
    key = (connection.dialect.name, query)
    if key not in _ASKED:
        _ASKED[key] = _ready(connection.dialect, query, {}, {})
    prepared = _ASKED[key]
    row = send(connection, prepared.text, prepared.given(given)).fetchone()
    return None if row is None else row[0]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The text for one driver; how its values are put in order, or None where it takes them by name."""

    text: str
    in_order: Callable[[Values], tuple[object, ...]] | None
    defaults: Values
    converted: Mapping[str, Callable[[object], object]]

    def given(self, values: Values) -> tuple[object, ...] | Values:
        """The values as the driver takes them."""
        if self.defaults:
            values = {**self.defaults, **values}
        if self.converted:
            values = {**values, **{name: convert(values[name]) for name, convert in self.converted.items()}}
        return values if self.in_order is None else self.in_order(values)


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(table_of(model).columns.keys())


def _prepared(
    dialect: Dialect, verb: str, model: type[SQLModel], names: tuple[str, ...], here: tuple[str, ...]
) -> _Prepared:
    key = (dialect.name, verb, model, names, here)
    prepared = _PREPARED.get(key)
    if prepared is None:
        prepared = _PREPARED[key] = _prepare(dialect, verb, table_of(model), names, here)
    return prepared


def _prepare(dialect: Dialect, verb: str, table: Table, names: tuple[str, ...], here: tuple[str, ...]) -> _Prepared:
    defaults = _defaults(table, names) if verb == "insert" else {}
    columns = {**{name: name for name in (*names, *defaults)}, **{_WANTED + name: name for name in here}}
    processors = {
        given: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for given, name in columns.items()
    }
    statement = _statement(verb, table, (*names, *defaults), here)
    return _ready(dialect, statement, defaults, {name: each for name, each in processors.items() if each is not None})


def _ready(
    dialect: Dialect, statement: ClauseElement, defaults: Values, converted: Mapping[str, Callable[[object], object]]
) -> _Prepared:
    written = statement.compile(dialect=dialect)
    if not isinstance(written, SQLCompiler):
        raise TypeError(f"{statement} has no text")
    # Constants in the statement travel like other values.
    constants = {name: value for name, value in written.params.items() if value is not None}
    return _Prepared(
        text=written.string,
        in_order=_in_order(written.positiontup or []) if dialect.positional else None,
        defaults={**constants, **defaults},
        converted=converted,
    )


def _in_order(names: Sequence[str]) -> Callable[[Values], tuple[object, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _statement(verb: str, table: Table, names: tuple[str, ...], here: tuple[str, ...]) -> ClauseElement:
    places = {name: bindparam(name, type_=table.c[name].type) for name in names}
    where = [table.c[name] == bindparam(_WANTED + name, type_=table.c[name].type) for name in here]
    match verb:
        case "insert":
            return table.insert().values(places)
        case "update":
            return table.update().where(*where).values(places)
        case _:
            return select(*table.columns).where(*where).with_for_update()


def _defaults(table: Table, names: tuple[str, ...]) -> dict[str, object]:
    """What a row holds where its writer says nothing. Raises TypeError for what only the database could tell."""
    found: dict[str, object] = {}
    for column in table.columns:
        if column.name in names or column.default is None:
            continue
        if not isinstance(column.default, ScalarElementColumnDefault):
            raise TypeError(f"{table.name}.{column.name} has no plain default")
        found[column.name] = column.default.arg
    return found
