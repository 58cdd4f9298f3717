"""Taking tasks on, giving them away and marking them, typed at the command line; the orders go straight to the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, select

import app.tasks
from models.commands import Appoint
from models.projections import Appointment
from models.side_stores import Person
from tests.support.shijing import BOOK, DEPARTMENT

if TYPE_CHECKING:
    from pathlib import Path

    from app.orders import SignedOrder
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

TASK = "shijing/targets/targets.file/1"
SECOND = "p-0000000000000000000000c1"
WHO = {"tianbao": "filler", "jixiaoke": "office", "fuhe": "reviewer", "anquan": "security"}


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The targets are awaited from tianbao or erhao; it is the third of November 2020."""
    shijing.open_phase("targets")
    with Session(shijing.desk.engine) as session, session.begin():
        session.add(Person(actor=SECOND, login="erhao", name="填报员乙"))
    appoint = Appoint(appointee=SECOND, role="filler", department=DEPARTMENT, from_day="2020-10-09")
    shijing.order("second", appoint, "security")
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2020, 11, 3, 2, tzinfo=UTC))

    def carry(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        return shijing.order(signed.key, signed.order, WHO[signed.login], "2020-11-03").receipt

    monkeypatch.setattr("app.holding.send_order", carry)
    return shijing


def listed(jixiao: CommandLine, *options: str) -> list[str]:
    return [one["id"] for one in jixiao("task", "list", *options, "--json").document["tasks"]]


@pytest.mark.usefixtures("year")
def test_a_task_that_was_taken_on_is_listed_as_mine_with_its_holder(jixiao: CommandLine) -> None:
    assert listed(jixiao, "--unclaimed") == [TASK]
    assert jixiao("task", "claim", TASK, "--as", "tianbao").code == 0
    assert listed(jixiao, "--as", "tianbao", "--mine") == [TASK]
    assert listed(jixiao, "--as", "erhao", "--mine") == []
    assert listed(jixiao, "--unclaimed") == []
    ran = jixiao("task", "list", "--as", "erhao")
    assert "holder" in ran.out.splitlines()[0]
    assert "tianbao" in ran.out
    assert ran.err == "1 open; 0 overdue, 1 due this week.\n"


@pytest.mark.usefixtures("year")
def test_a_task_is_taken_on_given_back_and_taken_on_again(jixiao: CommandLine) -> None:
    for word in ("claim", "release", "claim"):
        assert jixiao("task", word, TASK, "--as", "tianbao").code == 0
    assert listed(jixiao, "--as", "tianbao", "--mine") == [TASK]


@pytest.mark.usefixtures("year")
def test_a_task_sent_again_under_its_key_gives_the_same_receipt(jixiao: CommandLine) -> None:
    first = jixiao("task", "claim", TASK, "--as", "tianbao", "--json").document
    again = jixiao("task", "claim", TASK, "--as", "tianbao", "--key", first["key"], "--json").document
    assert again == first


@pytest.mark.usefixtures("year")
def test_the_office_gives_a_task_away_with_a_reason_that_stays_at_home(jixiao: CommandLine, year: Shijing) -> None:
    ran = jixiao("task", "reassign", TASK, "--as", "jixiaoke", "--to", "erhao", "--reason", "甲在外培训")
    assert ran.code == 0, ran.err
    assert listed(jixiao, "--as", "erhao", "--mine") == [TASK]
    with year.desk.engine.connect() as connection:
        written = connection.exec_driver_sql("SELECT payload FROM ledger WHERE kind = 'task.reassigned'").scalar_one()
    assert "培训" not in bytes(written).decode()


@pytest.mark.usefixtures("year")
def test_a_marked_task_is_urgent_until_the_mark_is_taken_away(jixiao: CommandLine) -> None:
    jixiao("task", "mark", TASK, "--as", "jixiaoke")
    assert "urgent" in jixiao("task", "list").out
    assert jixiao("task", "list", "--json").document["tasks"][0]["priority"] == "urgent"
    jixiao("task", "mark", TASK, "--as", "jixiaoke", "--normal")
    assert "urgent" not in jixiao("task", "list").out


@pytest.mark.usefixtures("year")
def test_a_person_who_is_away_is_stood_in_for_from_day_to_day(jixiao: CommandLine, year: Shijing) -> None:
    ran = jixiao(
        *("task", "delegate", "--as", "anquan", "--to", "jixiaoke", "--role", "filler", "--department", DEPARTMENT),
        *("--from", "2020-11-02", "--until", "2020-11-06", "--book", BOOK),
    )
    assert ran.code == 0, ran.err
    with year.desk.reading() as session:
        made = session.exec(select(Appointment).where(col(Appointment.to_day) == "2020-11-06")).one()
    assert (made.role, made.department, made.from_day) == ("filler", DEPARTMENT, "2020-11-02")


@pytest.mark.usefixtures("year")
def test_my_tasks_need_a_name_and_a_page_has_to_be_there(jixiao: CommandLine) -> None:
    assert jixiao("task", "list", "--mine").err == "Whose tasks? Name yourself with --as LOGIN.\n"
    assert jixiao("task", "list", "--page", "2").err == "There is no page 2; the last one is 1.\n"


# -- drafts and bulk at the command line ---------------------------------------------------------------------------


@pytest.mark.usefixtures("year")
def test_a_draft_is_saved_shown_and_refused_when_it_is_outdated(jixiao: CommandLine, tmp_path: Path) -> None:
    typed = tmp_path / "half.yaml"
    typed.write_text("facts: [", encoding="utf-8")
    assert "with --seen 1" in jixiao("draft", "save", TASK, typed, "--as", "tianbao").out
    assert jixiao("draft", "show", TASK, "--as", "erhao").out == "facts: ["
    assert "targets" in jixiao("draft", "list", "--as", "erhao").out
    ran = jixiao("draft", "save", TASK, typed, "--as", "erhao")
    assert (ran.code, ran.out) == (1, "")
    assert "is at version 1, saved by tianbao" in ran.err
    typed.write_bytes(b"\xff\x00")
    assert jixiao("draft", "save", TASK, typed, "--as", "erhao", "--seen", "1").code == 0
    assert jixiao("draft", "show", TASK, "--as", "erhao").err.endswith("write it to a file with --output.\n")
    jixiao("draft", "show", TASK, "--as", "erhao", "--output", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"\xff\x00"
    assert jixiao("draft", "discard", TASK, "--as", "erhao", "--seen", "2").code == 0
    assert jixiao("draft", "list", "--as", "erhao").out == "There are no drafts.\n"


def test_a_bulk_shows_a_result_for_each_department_and_its_exit_code_says_if_any_failed(
    jixiao: CommandLine, year: Shijing, tmp_path: Path
) -> None:
    ran = jixiao("bulk", "export", "--book", BOOK, "--all", "--output", tmp_path / "proofs")
    assert ran.code == 1
    assert ran.out.splitlines()[1].startswith("shijing")
    assert "refused" in ran.out
    assert ran.err.endswith("0 done, 1 not; the same command again finishes what was left.\n")
    items = jixiao("bulk", "export", "--book", BOOK, "--all", "--output", tmp_path / "p", "--json").document["items"]
    assert [(one["department"], one["state"]) for one in items] == [("shijing", "refused")]
    assert year.replayed().mismatches == ()


@pytest.mark.usefixtures("year")
def test_a_bulk_without_a_running_service_says_so_for_each_item(jixiao: CommandLine) -> None:
    ran = jixiao("bulk", "remind", "--as", "jixiaoke", "--book", BOOK, "--all")
    assert ran.code == 6
    assert "No service runs on the data folder" in ran.out
