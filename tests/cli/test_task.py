from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import app.tasks
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def filing(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The targets are awaited, and it is the third of November 2020."""
    shijing.open_phase("targets")
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2020, 11, 3, 2, tzinfo=UTC))
    return shijing


@pytest.mark.usefixtures("filing")
def test_the_open_task_is_listed_with_its_deadline_and_the_days_that_are_left(jixiao: CommandLine) -> None:
    (task,) = jixiao("task", "list", "--json").document["tasks"]
    assert task == {
        "book": BOOK,
        "id": "shijing/targets/targets.file/1",
        "department": "shijing",
        "matter": "targets",
        "act": "targets.file",
        "role": "filler",
        "due": "2020-11-06",
        "provisional": False,
        "days_left": 3,
        "due_first": None,
        "received_at": None,
        "holder": None,
        "urgent": False,
        "seen": 7,
        "priority": "soon",
    }
    ran = jixiao("task", "list")
    assert ran.code == 0
    assert "shijing/targets/targets.file/1" in ran.out
    assert "2020-11-06" in ran.out


@pytest.mark.usefixtures("filing")
@pytest.mark.parametrize(("login", "count"), [("tianbao", 1), ("fuhe", 0), ("jixiaoke", 0)])
def test_a_person_sees_the_tasks_of_his_own_appointments(jixiao: CommandLine, login: str, count: int) -> None:
    assert len(jixiao("task", "list", "--as", login, "--json").document["tasks"]) == count


@pytest.mark.usefixtures("filing")
def test_the_bureau_lists_what_waits_for_others(jixiao: CommandLine) -> None:
    def listed(*options: str) -> list[str]:
        return [one["role"] for one in jixiao("task", "list", "--as", "fuhe", *options, "--json").document["tasks"]]

    assert (listed(), listed("--all"), listed("--all", "--role", "reviewer")) == ([], ["filler"], [])
    assert "what waits for others is listed with --all" in jixiao("task", "list", "--as", "fuhe").out


@pytest.mark.usefixtures("filing")
def test_everybodys_tasks_are_counted_by_act_and_by_department(jixiao: CommandLine) -> None:
    acts = jixiao("task", "overview")
    assert acts.out.splitlines()[1].split() == [
        *("target", "setting", "file", "targets", "filler", "1", "0", "1", "0", "2020-11-06", "3")
    ]
    (department,) = jixiao("task", "overview", "--by", "department", "--json").document["departments"]
    assert (department["department"], department["roles"], department["open"]) == ("shijing", ["filler"], 1)
    assert "石井" in jixiao("task", "overview", "--by", "department").out
    assert jixiao("task", "overview", "--role", "reviewer").out == "There are no open tasks.\n"


@pytest.mark.usefixtures("filing")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "--role", "fillr"), '"fillr" is no role; the roles are: filler, approver, '),
        (("overview", "--role", "填报人"), '"填报人" is no role; '),
        (("list", "--phase", "自评"), '"自评" is no phase; choose one of: targets, monitoring, self-evaluation, '),
        (("list", "--department", "石井"), 'There is no department "石井"; enrolled are: shijing.'),
        (("alerts", "--department", "shijin"), 'There is no department "shijin"; enrolled are: shijing.'),
    ],
)
def test_a_slip_in_a_filter_does_not_look_like_nothing_to_do(
    jixiao: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    ran = jixiao("task", *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(said)


@pytest.mark.usefixtures("filing")
def test_nobodys_tasks_are_not_a_strangers(jixiao: CommandLine) -> None:
    ran = jixiao("task", "list", "--as", "nobody")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == 'There is no person with the login "nobody"; the logins are: anquan, fuhe, jixiaoke, tianbao.\n'


@pytest.mark.usefixtures("filing")
def test_the_tasks_of_an_unknown_book_are_refused_with_the_books_there_are(jixiao: CommandLine) -> None:
    ran = jixiao("task", "list", "--book", "guangzhou-baiyun/2031/real")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'There is no book "guangzhou-baiyun/2031/real"; the books are: {BOOK}.\n'


@pytest.mark.usefixtures("filing")
def test_an_act_without_a_running_service_is_received_and_waits(jixiao: CommandLine, facts: Path) -> None:
    do = ("task", "do", "shijing/targets/targets.file/1", "--as", "tianbao", "--facts", facts)
    ran = jixiao(*do)
    assert (ran.code, ran.err) == (0, "")
    assert re.match(r"Received at \d{4}-\d\d-\d\d \d\d:\d\d and waiting; ", ran.out)
    again = jixiao(*do, "--json").document
    assert (again["state"], again["said"]) == ("waiting", "service.not-running")
    (task,) = jixiao("task", "list", "--json").document["tasks"]
    assert task["received_at"] == again["received_at"]
    assert "(received " in jixiao("task", "list").out


@pytest.mark.usefixtures("filing")
def test_evaluating_without_a_running_service_says_how_to_start_it(jixiao: CommandLine) -> None:
    ran = jixiao("evaluate", "shijing", "--as", "jixiaoke", "--book", BOOK)
    assert (ran.code, ran.out) == (6, "")
    assert "start jixiao up in another terminal first" in ran.err


@pytest.mark.parametrize("arguments", [("task", "list"), ("task", "do", "t", "--as", "a")])
def test_a_command_never_makes_the_data_folder_that_it_was_to_read(
    jixiao: CommandLine, data: Path, arguments: tuple[str, ...]
) -> None:
    ran = jixiao(*arguments)
    assert (ran.code, ran.out) == (1, "")
    assert "name the folder in JIXIAO_DATA" in ran.err
    assert not data.exists()


def test_facts_that_are_not_there_are_a_fault_of_the_command_line(jixiao: CommandLine, tmp_path: Path) -> None:
    ran = jixiao("task", "do", "t", "--as", "a", "--facts", tmp_path / "nothing.yaml")
    assert ran.code == 2
    assert "there is no file" in ran.err
    assert "nothing.yaml" in ran.err
