from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, select

from models.lookups import last_with, row_with, rows_with
from models.prepared import insert_rows
from models.projections import Matter, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.desk import Desk

BOOK = "made-up/2021/real"
KEY: dict[str, object] = {"book": BOOK, "department": "d", "matter": "targets", "act": "targets.file"}
ROW: dict[str, object] = {**KEY, "role": "filler", "due": "", "provisional": True, "ladder": "{}", "opened_at": ""}


@pytest.fixture
def session(desk: Desk) -> Iterator[Session]:
    with Session(desk.engine) as session:
        rows = [{**ROW, "round": number, "sequence": 10 - number, "state": "open"} for number in (1, 2, 3)]
        insert_rows(session.connection(), Task, rows)
        insert_rows(session.connection(), Task, [{**ROW, "round": 4, "sequence": 10, "state": "done"}])
        yield session


def test_only_rows_that_equal_everything_asked_for_are_found_in_the_order_of_a_column(session: Session) -> None:
    found = rows_with(session, Task, "sequence", book=BOOK, department="d", state="open")
    assert [one.round for one in found] == [3, 2, 1]
    assert rows_with(session, Task, book=BOOK, department="another") == []


def test_the_last_rows_in_the_order_of_a_column_are_found_the_last_one_first(session: Session) -> None:
    found = last_with(session, Task, "sequence", 2, book=BOOK, state="open")
    assert [one.sequence for one in found] == [9, 8]
    assert [one.sequence for one in last_with(session, Task, "sequence", book=BOOK)] == [10]
    assert last_with(session, Task, "sequence", book="another") == []


def test_a_row_that_is_looked_up_says_what_the_session_says_of_it(session: Session) -> None:
    found = row_with(session, Task, book=BOOK, state="done")
    assert found is not None
    assert found.model_dump() == session.exec(select(Task).where(Task.state == "done")).one().model_dump()
    assert found.provisional is True


def test_nothing_is_found_where_there_is_nothing(session: Session) -> None:
    assert row_with(session, Matter, book=BOOK, department="d", matter="targets") is None


def test_several_rows_where_one_was_looked_for_are_an_error(session: Session) -> None:
    with pytest.raises(LookupError, match="3 rows of Task"):
        row_with(session, Task, book=BOOK, state="open")


def test_what_the_session_still_holds_back_is_found(session: Session) -> None:
    matter = {"book": BOOK, "department": "d", "matter": "targets", "sequence": 1, "course": "targets", "state": "open"}
    session.add(Matter(**matter, opened_at=""))
    found = row_with(session, Matter, book=BOOK, department="d", matter="targets")
    assert found is not None
    assert found.state == "open"


def test_a_change_to_a_row_that_was_looked_up_is_not_written(session: Session) -> None:
    found = row_with(session, Task, book=BOOK, state="done")
    assert found is not None
    found.state = "open"
    session.flush()
    again = row_with(session, Task, book=BOOK, round=4)
    assert again is not None
    assert again.state == "done"
