"""Tables that follow from the records: verify does not look at them, replay finds whatever was changed."""

# ruff: noqa: S608  # table and column names are the program's own
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.projections import PROJECTIONS
from models.tables import table_of
from tests.support.shijing import BOOK
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlmodel import SQLModel

    from tests.support.shijing import Shijing


pytestmark = pytest.mark.thorough


def name_of(table: type[SQLModel]) -> str:
    return str(table.__tablename__)


def invented(table: type[SQLModel]) -> dict[str, object]:
    """A row of the book that no record speaks of."""
    types = {name: field.annotation for name, field in table.model_fields.items()}
    counted = {int, bool, int | None}
    row: dict[str, object] = {name: 999 if kind in counted else "made-up" for name, kind in types.items()}
    return {**row, "book": BOOK}


def columns(table: type[SQLModel]) -> list[str]:
    """The columns beside the key."""
    keys = {column.name for column in table_of(table).primary_key}
    return [name for name in table.model_fields if name not in keys]


@pytest.fixture
def altered(played: Shijing, data: Path) -> Iterator[Tampered]:
    """The played book with its tables in anybody's hands."""
    played.desk.engine.dispose()
    yield Tampered(data)
    played.desk.engine.dispose()


@pytest.mark.parametrize("table", PROJECTIONS, ids=name_of)
def test_a_row_that_no_record_speaks_of_is_found_in_any_table(
    played: Shijing, altered: Tampered, table: type[SQLModel]
) -> None:
    row = invented(table)
    # A book has one row, which the invented one replaces.
    altered.sql(
        f"INSERT OR REPLACE INTO {name_of(table)} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
        *row.values(),
    )
    found = {mismatch.where.partition("[")[0] for mismatch in played.replayed().mismatches if mismatch.what == "table"}
    assert found == {name_of(table)}


@pytest.mark.soak
@pytest.mark.parametrize("table", PROJECTIONS, ids=name_of)
def test_a_change_of_any_column_of_any_table_is_found(
    played: Shijing, altered: Tampered, table: type[SQLModel]
) -> None:
    name = name_of(table)
    row = invented(table)
    for column in columns(table):
        ((number, value),) = altered.sql(f"SELECT rowid, {column} FROM {name} LIMIT 1") or [(None, None)]
        if number is None:
            continue
        # Of a flag there is only one other value.
        other = 1 - int(str(value)) if table.model_fields[column].annotation is bool else row[column]
        altered.sql(f"UPDATE {name} SET {column} = ? WHERE rowid = ?", other, number)
        found = {one.where.partition("[")[0] for one in played.replayed().mismatches if one.what == "table"}
        assert (column, found) == (column, {name})
        altered.sql(f"UPDATE {name} SET {column} = ? WHERE rowid = ?", value, number)
