"""Two years of a bureau in one folder have tasks of the same name: nothing is done in the one that was not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from app.errors import AppError
from app.tasks import find_task, list_tasks
from models.projections import Matter, Task
from tests.support.two_years import EARLIER, LATER, SmallYear, earlier_text, later_text
from tests.support.year import DEPARTMENT, local

if TYPE_CHECKING:
    from activities.desk import Desk
    from tests.support.command_line import CommandLine

TASK = f"{DEPARTMENT}/targets/targets.file/1"


@pytest.fixture
def both(desk: Desk) -> Desk:
    """Last year's targets are approved, this year's are awaited."""
    SmallYear(desk, EARLIER, earlier_text()).begin().file_targets()
    SmallYear(desk, LATER, later_text()).begin().open_phase("targets")
    return desk


def test_a_task_that_several_years_have_is_asked_back(both: Desk) -> None:
    with both.reading() as session, pytest.raises(AppError) as told:
        find_task(session, None, TASK)
    assert (told.value.code, told.value.params["known"]) == ("task.which-book", f"{EARLIER}、{LATER}")


def test_with_its_book_it_is_that_years(both: Desk) -> None:
    with both.reading() as session:
        found = [find_task(session, book, TASK) for book in (EARLIER, LATER)]
    assert [(one.book, task.book, task.state) for one, task in found] == [
        (EARLIER, EARLIER, "done"),
        (LATER, LATER, "open"),
    ]


def test_a_task_that_one_year_alone_has_needs_no_book(both: Desk) -> None:
    with both.reading() as session:
        _, task = find_task(session, None, f"{DEPARTMENT}/targets/targets.approve/1")
    assert task.book == EARLIER


def test_lists_name_the_book_where_there_are_several(both: Desk, jixiao: CommandLine) -> None:
    assert LATER not in jixiao("task", "list").out
    start = "2024-09-02"
    named = {"act": "monitoring.file", "round": 1, "role": "filler", "due": start, "provisional": False}
    place = {
        "book": EARLIER,
        "department": DEPARTMENT,
        "matter": "monitoring",
        "sequence": 1,
        "opened_at": local(start),
    }
    with Session(both.engine) as session, session.begin():
        session.add(Matter(**place, course="monitoring", state="open"))
        session.add(Task(**place, **named, ladder="{}", state="open"))
    assert {task.book for task in list_tasks(both, None, None)} == {EARLIER, LATER}
    for command in ("list", "overview"):
        shown = jixiao("task", command).out
        assert EARLIER in shown, command
        assert LATER in shown, command
