from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import bindparam
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.prepared import insert_rows, insert_whole, lock_row, number, update_rows
from models.projections import Task
from models.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.desk import Desk

KEY: dict[str, object] = {"book": "made-up/2021/real", "department": "d", "matter": "targets", "act": "targets.file"}
ROW: dict[str, object] = {**KEY, "sequence": 1, "role": "filler", "due": "", "provisional": True, "ladder": "{}"}
OPEN: dict[str, object] = {**ROW, "state": "open", "opened_at": ""}


@pytest.fixture
def session(desk: Desk) -> Iterator[Session]:
    with Session(desk.engine) as session:
        yield session


def test_columns_that_a_row_does_not_name_get_what_their_table_declares(session: Session) -> None:
    insert_rows(session.connection(), Task, [{**OPEN, "round": 1}, {**OPEN, "round": 2}])
    rows = session.exec(select(Task).order_by("round")).all()
    assert [(row.round, row.provisional, row.days_late, row.urgent, row.done_by) for row in rows] == [
        (1, True, 0, False, None),
        (2, True, 0, False, None),
    ]


def test_a_whole_row_is_inserted_in_the_order_of_its_table(session: Session) -> None:
    values = {**OPEN, "days_late": 2, "urgent": True}
    rows = [
        tuple({**values, "round": number}.get(column.name) for column in table_of(Task).columns) for number in (1, 2, 3)
    ]
    insert_whole(session.connection(), Task, rows[:1])
    insert_whole(session.connection(), Task, rows[1:])
    stands = session.exec(select(Task).order_by("round")).all()
    assert [tuple(one.model_dump()[column.name] for column in table_of(Task).columns) for one in stands] == rows


def test_only_rows_that_equal_everything_wanted_are_changed_and_they_are_counted(session: Session) -> None:
    insert_rows(session.connection(), Task, [{**OPEN, "round": number} for number in (1, 2, 3)])
    connection = session.connection()
    assert update_rows(connection, Task, {**KEY, "round": 2}, {"state": "done", "urgent": True}).rowcount == 1
    assert update_rows(connection, Task, {**KEY, "state": "open"}, {"state": "done"}).rowcount == 2
    assert update_rows(connection, Task, {**KEY, "state": "open"}, {"state": "done"}).rowcount == 0
    assert [row.urgent for row in session.exec(select(Task).order_by("round"))] == [False, True, False]


def test_a_row_is_locked_with_all_its_columns_in_their_order(session: Session) -> None:
    insert_rows(session.connection(), Task, [{**OPEN, "round": 1}])
    row = lock_row(session.connection(), Task, KEY)
    stands = {**session.exec(select(Task)).one().model_dump(), "provisional": 1, "urgent": 0}
    assert row == tuple(stands[column.name] for column in table_of(Task).columns)
    assert lock_row(session.connection(), Task, {**KEY, "act": "none"}) is None


def test_a_number_is_asked_for_with_the_constants_of_its_query(session: Session) -> None:
    insert_rows(session.connection(), Task, [{**OPEN, "round": number} for number in (1, 2, 3)])
    query = select(func.max(col(Task.round)) + 5).where(col(Task.state) == "open", col(Task.act) == bindparam("act"))
    assert number(session.connection(), query, {"act": "targets.file"}) == 8
    assert number(session.connection(), query, {"act": "none"}) is None


def test_a_default_that_only_a_call_could_give_is_refused(session: Session) -> None:
    class Called(SQLModel, table=True):
        id: int = Field(primary_key=True)
        made: str = Field(default_factory=str)

    try:
        with pytest.raises(TypeError, match="no plain default"):
            insert_rows(session.connection(), Called, [{"id": 1}])
    finally:
        SQLModel.metadata.remove(SQLModel.metadata.tables["called"])
