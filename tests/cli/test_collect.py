"""`jixiao collect`, typed: a department and its divisions at one desk; requests go straight to the activities."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, select

from app.inbox.reception import Reception
from models.ledger import LedgerRecord
from models.projections import Appointment
from models.receipts import Receipt
from models.task_orders import Urge
from models.values import instant
from rules.core.writing import to_data
from rules.facts_file import load_facts
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local, scenario, shijing_facts
from tests.support.typed_collections import (
    DAY,
    DUE,
    INPUTS,
    ROW,
    Window,
    answer,
    asked,
    facts_file,
    listed,
    matter,
    opened_window,
)

if TYPE_CHECKING:
    from pathlib import Path

    from app.orders import SignedOrder
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def window(shijing: Shijing, jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Window:
    return opened_window(shijing, jixiao, monkeypatch)


@pytest.mark.usefixtures("window")
def test_several_divisions_are_asked_at_once_and_sent_again_they_are_asked_once(jixiao: CommandLine) -> None:
    first = asked(jixiao, "--words", "请按科目余额表填报")
    assert [(one["matter"], one["state"]) for one in first] == [(matter("office"), "done"), (matter("finance"), "done")]
    assert asked(jixiao, "--words", "请按科目余额表填报") == first
    found = listed(jixiao)
    assert {(one["division_name"], one["state"], one["contributor"]) for one in found.values()} == {
        ("科室 office", "asked", "zhang"),
        ("科室 finance", "asked", "li"),
    }
    assert found[matter("office")]["words"] == {"text": "请按科目余额表填报"}


def test_while_no_service_runs_the_asking_is_received_and_waits(
    jixiao: CommandLine, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "app.collecting.window_of", lambda _settings, desk, book: Reception(desk, book.shift_seconds, None, 1)
    )
    monkeypatch.setattr("app.inbox.reception.machine_clock", lambda: instant(local(window.day)))
    found = asked(jixiao)
    assert [(one["state"], one["code"]) for one in found] == [("waiting", "request.waiting")] * 2
    shown = jixiao(
        *("collect", "ask", DEPARTMENT, "--as", "tianbao", "--phase", "targets", "--due", DUE, "--row", ROW),
        *("--of", "office=zhang"),
    )
    assert shown.code == 0
    assert "Received at 2020-11-02 10:00 and waiting" in shown.out
    assert listed(jixiao) == {}


def test_a_look_of_a_contact_at_the_departments_other_data_is_recorded(real: Shijing, jixiao: CommandLine) -> None:
    """A contact belongs to the department for no more than what his division is asked."""
    filler = next(person.id for person in scenario().people if person.role == "filler")
    with Session(real.desk.engine) as session, session.begin():
        (held,) = session.exec(select(Appointment).where(col(Appointment.actor) == PEOPLE["filler"]))
        held.role, held.division = "contributor", "office"
        session.add(held)
    assert jixiao("collect", "list", "--as", filler).code == 0
    assert jixiao("task", "scores", DEPARTMENT, "--as", filler).code == 0
    with real.desk.reading() as session:
        looks = session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == "data.read")).all()
    assert [(json.loads(one.payload)["command"], one.actor) for one in looks] == [("task scores", PEOPLE["filler"])]


@pytest.mark.usefixtures("window")
def test_one_division_that_cannot_be_asked_keeps_no_other_from_being_asked(jixiao: CommandLine) -> None:
    ran = jixiao(
        *("collect", "ask", DEPARTMENT, "--as", "tianbao", "--phase", "targets", "--due", DUE, "--row", ROW),
        *("--of", "office=li", "--of", "finance=li", "--json"),
    )
    assert ran.code == 1
    assert [(one["state"], one.get("code")) for one in ran.document["items"]] == [
        ("refused", "collection.no-contributor"),
        ("done", None),
    ]


def test_a_contact_sees_only_what_his_own_division_is_asked(jixiao: CommandLine, window: Window) -> None:
    asked(jixiao)
    assert set(listed(jixiao, "--as", "zhang")) == {matter("office")}
    tasks = jixiao("task", "list", "--as", "zhang", "--json").document["tasks"]
    assert [(one["matter"], one["holder"]) for one in tasks] == [(matter("office"), "zhang")]
    window.day = "2020-11-05"
    own = jixiao("task", "list", "--as", "tianbao", "--overdue", "--json").document["tasks"]
    assert {one["matter"] for one in own} == {matter("office"), matter("finance")}
    # What a reviewer does not wait for, he is not shown.
    assert jixiao("task", "list", "--as", "fuhe", "--json").document["tasks"] == []


def test_late_and_overdue_collections_are_told_apart_from_the_others(
    jixiao: CommandLine, window: Window, tmp_path: Path
) -> None:
    asked(jixiao)
    answer(jixiao, "office", "zhang", facts_file(tmp_path, *INPUTS))
    window.day = "2020-11-05"
    assert set(listed(jixiao, "--late")) == {matter("finance")}
    assert "overdue by days: 1" in jixiao("collect", "list").out
    answer(jixiao, "finance", "li", facts_file(tmp_path, "annual_budget"))
    late = listed(jixiao, "--late")[matter("finance")]
    assert (late["days_late"], late["missing"]) == (1, ["annual_spent"])
    shown = jixiao("collect", "list")
    assert "late by days: 1" in shown.out
    assert f"{matter('finance')}: still missing annual_spent" in shown.err


@pytest.mark.usefixtures("window")
def test_the_bureau_asks_for_its_own_matters_and_not_for_what_divisions_owe(
    jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(jixiao)
    urged: list[str] = []

    def urge(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        assert isinstance(signed.order, Urge)
        urged.append(signed.order.matter)
        return Receipt(book=BOOK, sequence=1, hash="", recorded_at="")

    monkeypatch.setattr("app.bulk_orders.send_order", urge)
    assert jixiao("bulk", "remind", "--as", "jixiaoke", "--book", BOOK, "--all").code == 0
    assert urged == ["targets"]


@pytest.mark.usefixtures("window")
def test_an_answer_leaves_out_what_nobody_asked_for_and_says_so(jixiao: CommandLine, tmp_path: Path) -> None:
    asked(jixiao)
    facts = facts_file(tmp_path, *INPUTS, "asset_use_rate")
    proof = tmp_path / "proof.txt"
    proof.write_text("科目余额表", encoding="utf-8")
    options = ("--as", "zhang", "--facts", facts, "--evidence", f"{ROW}={proof}", "--json")
    ran = jixiao("collect", "answer", DEPARTMENT, matter("office"), *options)
    assert ran.code == 0, ran.err
    assert ran.document["left_out"] == ["asset_use_rate"]
    assert "asset_use_rate" in ran.err
    again = jixiao("collect", "answer", DEPARTMENT, matter("office"), *options)
    assert again.document["key"] == ran.document["key"]
    assert again.document["sequence"] == ran.document["sequence"]
    assert len(listed(jixiao)[matter("office")]["evidence"]) == 1


@pytest.mark.usefixtures("window")
def test_what_is_returned_carries_its_opinion_and_what_is_accepted_is_shown_with_its_record(
    jixiao: CommandLine, tmp_path: Path
) -> None:
    asked(jixiao)
    facts = facts_file(tmp_path, *INPUTS)
    answer(jixiao, "office", "zhang", facts)
    place = (DEPARTMENT, matter("office"), "--as", "tianbao")
    assert jixiao("collect", "return", *place, "--opinion", "  ").code == 1
    assert jixiao("collect", "return", *place, "--opinion", "数据与决算不符").code == 0
    assert "数据与决算不符" in jixiao("collect", "list").err
    assert "Nothing has been accepted yet." in jixiao("collect", "show", DEPARTMENT).out
    answer(jixiao, "office", "zhang", facts)
    accepted = jixiao("collect", "accept", *place, "--json")
    assert accepted.code == 0, accepted.err
    assert jixiao("collect", "accept", *place, "--json").document["sequence"] == accepted.document["sequence"]
    shown = jixiao("collect", "show", DEPARTMENT, "--json").document
    assert [one["input"] for one in shown["facts"]] == list(INPUTS)
    assert {one["record"] for one in shown["facts"]} == {accepted.document["sequence"] - 1}
    assert shown["contested"] == []
    assert "office" in jixiao("collect", "show", DEPARTMENT).out
    assert jixiao("collect", "show", DEPARTMENT, "--as", "li", "--json").document["facts"] == []


@pytest.mark.usefixtures("window")
def test_what_two_divisions_bring_is_contested_and_goes_into_no_file(jixiao: CommandLine, tmp_path: Path) -> None:
    asked(jixiao)
    answer(jixiao, "office", "zhang", facts_file(tmp_path, *INPUTS))
    answer(jixiao, "finance", "li", facts_file(tmp_path, "annual_spent"))
    for division in ("office", "finance"):
        assert jixiao("collect", "accept", DEPARTMENT, matter(division), "--as", "tianbao").code == 0
    own = tmp_path / "own.json"
    own.write_text(json.dumps(to_data(shijing_facts()), ensure_ascii=False), encoding="utf-8")
    ran = jixiao("collect", "export", DEPARTMENT, "--into", own, "--out", tmp_path / "whole.json")
    assert ran.code == 0, ran.err
    assert "annual_budget" in ran.err.splitlines()[0]
    assert "annual_spent" in ran.err.splitlines()[1]
    before = {fact.input: fact for fact in shijing_facts().facts}
    after = {fact.input: fact for fact in load_facts(tmp_path / "whole.json").facts}
    assert after.keys() == before.keys()
    assert [name for name in after if after[name] != before[name]] == ["annual_budget"]
    assert after["annual_budget"].value == before["annual_budget"].value
    assert after["annual_budget"].place.startswith(matter("office"))
    assert "annual_spent" in jixiao("collect", "show", DEPARTMENT).out


@pytest.mark.usefixtures("window")
def test_a_facts_file_of_another_kind_is_not_written(jixiao: CommandLine, tmp_path: Path) -> None:
    ran = jixiao("collect", "export", DEPARTMENT, "--out", tmp_path / "facts.yaml")
    assert ran.code == 1
    assert "should end in .json" in ran.err
    assert not (tmp_path / "facts.yaml").exists()


@pytest.mark.usefixtures("window")
def test_what_is_cancelled_is_asked_no_longer(jixiao: CommandLine) -> None:
    asked(jixiao)
    assert jixiao("collect", "cancel", DEPARTMENT, matter("office"), "--as", "tianbao").code == 0
    assert listed(jixiao)[matter("office")]["state"] == "cancelled"
    assert jixiao("task", "list", "--as", "zhang", "--json").document["tasks"] == []


@pytest.mark.usefixtures("window")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accept", DEPARTMENT, "collection/office/none", "--as", "tianbao"), 'no collection "collection/office/none"'),
        (("ask", DEPARTMENT, "--as", "tianbao", "--of", "office", "--due", DUE, "--row", ROW), "DIVISION=LOGIN"),
        (("show", "nowhere"), "nowhere"),
    ],
)
def test_words_that_lead_nowhere_are_refused_with_what_would_be_right(
    jixiao: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    ran = jixiao("collect", *arguments)
    assert ran.code == 1
    assert said in ran.err


def test_an_id_that_is_none_is_refused_with_its_field(jixiao: CommandLine, window: Window) -> None:
    assert window.day == DAY
    ran = jixiao(
        *("collect", "appoint", DEPARTMENT, "--as", "anquan", "--to", "zhang", "--division", "办公室"),
        *("--called", "办公室", "--from", "2020-10-09"),
    )
    assert ran.code == 1
    assert 'division cannot be "办公室"' in ran.err
