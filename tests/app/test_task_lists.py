"""Which open tasks a person sees, in which order, and on which page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.errors import AppError
from app.task_lists import Choice, page_of
from app.tasks import OpenTask

TODAY = date(2026, 11, 18)  # a Wednesday


def task(
    department: str,
    left: int,
    matter: str = "targets",
    *,
    holder: str | None = None,
    urgent: bool = False,
    role: str = "filler",
) -> OpenTask:
    return OpenTask(
        book="b/2026/real",
        id=f"{department}/{matter}/{matter}.file/1",
        department=department,
        matter=matter,
        act=f"{matter}.file",
        role=role,
        due=(TODAY + timedelta(days=left)).isoformat(),
        provisional=False,
        days_left=left,
        holder=holder,
        urgent=urgent,
    )


TASKS = [
    task("a", 9),
    task("b", 5),
    task("c", 3, holder="li"),
    task("d", -1),
    task("e", 30, urgent=True),
    task("f", -4, urgent=True, holder="wang"),
    task("g", 4, "warning/1/pace/total", role="reviewer"),
    task("h", 0, "finding/one"),
]


def shown(choice: Choice) -> str:
    return "".join(one.department for one in page_of(TASKS, choice).tasks)


@pytest.mark.parametrize(
    ("choice", "departments"),
    [
        (Choice(), "fdehcgba"),
        (Choice(mine="li"), "c"),
        (Choice(mine="nobody"), ""),
        (Choice(unclaimed=True), "dehgba"),
        (Choice(overdue=True), "fd"),
        (Choice(week=True), "hcg"),
        (Choice(department="b"), "b"),
        (Choice(matter="finding/one"), "h"),
        (Choice(phase="monitoring"), "g"),
        (Choice(phase="rectification"), "h"),
        (Choice(phase="targets", unclaimed=True, overdue=True), "d"),
        (Choice(role="reviewer"), "g"),
    ],
)
def test_the_most_pressing_of_the_chosen_tasks_come_first(choice: Choice, departments: str) -> None:
    assert shown(choice) == departments


def test_the_summary_counts_all_pages() -> None:
    page = page_of(TASKS, Choice(), 2, 3)
    assert [one.department for one in page.tasks] == ["h", "c", "g"]
    assert (page.number, page.pages, page.count, page.overdue, page.week) == (2, 3, 8, 2, 3)


def test_the_pages_of_two_hundred_departments_show_each_task_once() -> None:
    tasks = [task(f"d{number:03d}", number % 40 - 10) for number in range(200)]
    pages = [page_of(tasks, Choice(), number, 30).tasks for number in range(1, 8)]
    assert sorted(one.id for page in pages for one in page) == sorted(one.id for one in tasks)
    assert [len(page) for page in pages] == [30] * 6 + [20]


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_is_not_there_is_refused_with_the_last_one(number: int) -> None:
    with pytest.raises(AppError) as told:
        page_of(TASKS, Choice(), number, 8)
    assert (told.value.code, told.value.params["pages"]) == ("task.no-page", "1")


def test_no_tasks_are_one_empty_page() -> None:
    assert page_of([], Choice()).to_data() == {
        "tasks": [],
        "count": 0,
        "overdue": 0,
        "due_this_week": 0,
        "page": 1,
        "pages": 1,
    }
