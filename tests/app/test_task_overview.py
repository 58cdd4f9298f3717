"""Whom everything waits for, counted by act and by department."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

import app.tasks
from app.task_overview import awaited_acts, awaited_departments
from models.inbox import InboxRequest
from models.projections import Matter, Task
from tests.support.shijing import BOOK, PEOPLE

if TYPE_CHECKING:
    from tests.support.shijing import Shijing

TODAY = date(2020, 11, 4)  # a Wednesday
STAMP = "2020-11-04T02:00:00.000000Z"
WAITING = (
    # department, matter, act, role, days left
    ("shijing", "targets", "targets.file", "filler", 1),
    ("tonghe", "targets", "targets.file", "filler", -2),
    ("tonghe", "warning/1/pace", "warning.answer", "filler", -1),
    ("tonghe", "warning/1/gap", "warning.accept", "reviewer", 30),
)


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """Two departments; what tonghe has to file was received and waits."""
    shijing.order("tonghe", shijing.enrolment("tonghe", "同和"))
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2020, 11, 4, 2, tzinfo=UTC))
    with Session(shijing.desk.engine) as session, session.begin():
        for department, matter, act, role, left in WAITING:
            place = {"book": BOOK, "department": department, "matter": matter, "sequence": 1, "opened_at": STAMP}
            due = (TODAY + timedelta(left)).isoformat()
            named = {"act": act, "round": 1, "role": role, "due": due, "provisional": False}
            session.add(Matter(**place, course=matter.partition("/")[0], state="open"))
            session.add(Task(**place, **named, ladder="{}", state="open"))
        about = {"book": BOOK, "key": "r", "actor": PEOPLE["filler"], "department": "tonghe", "received_at": STAMP}
        session.add(InboxRequest(**about, position=1, act="targets.file", matter="targets", content="{}"))
    return shijing


def test_each_awaited_act_is_counted_over_all_departments(year: Shijing) -> None:
    found = awaited_acts(year.desk, None)
    assert [(one.phase, one.act, one.departments) for one in found] == [
        ("targets", "targets.file", 2),
        ("monitoring", "warning.answer", 1),
        ("monitoring", "warning.accept", 1),
    ]
    count = found[0].count
    assert (count.open, count.overdue, count.week, count.received) == (2, 1, 1, 1)
    assert (count.due, count.days_left) == ("2020-11-02", -2)


def test_the_department_with_most_that_is_overdue_comes_first(year: Shijing) -> None:
    first, second = awaited_departments(year.desk, BOOK)
    assert (first.department, first.name, first.roles) == ("tonghe", "同和", ("filler", "reviewer"))
    assert (first.count.open, first.count.overdue, first.count.week, first.count.received) == (3, 2, 0, 1)
    assert (second.department, second.count.open, second.count.overdue) == ("shijing", 1, 0)


def test_only_what_waits_for_a_role_is_counted_when_that_is_asked(year: Shijing) -> None:
    assert [one.act for one in awaited_acts(year.desk, None, "reviewer")] == ["warning.accept"]
    assert [one.department for one in awaited_departments(year.desk, None, "reviewer")] == ["tonghe"]


def test_figures_for_programs_are_whole_numbers_and_iso_days(year: Shijing) -> None:
    assert awaited_acts(year.desk, None)[0].to_data() == {
        "phase": "targets",
        "act": "targets.file",
        "role": "filler",
        "departments": 2,
        "book": BOOK,
        "open": 2,
        "overdue": 1,
        "week": 1,
        "received": 1,
        "due": "2020-11-02",
        "days_left": -2,
    }
