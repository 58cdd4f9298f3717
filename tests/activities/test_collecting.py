"""A department asks its divisions: what may be asked, who answers and by when, what becomes of an answer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from activities.conclude import sign_head
from audit.bundle_contents import Source
from audit.export import export_book
from audit.verifier import verify
from audit.verifier.verify_bundle import verify_bundle
from models.commands import Answer
from models.projections import Alert
from models.task_orders import Reassign
from models.values import instant
from tests.support.collecting import (
    APPROVER,
    CONTACTS,
    DUE,
    OWN_DUE,
    SCORING,
    Collecting,
    ask,
    figures,
    matter_of,
    returned,
)
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, awaited_of, local, turn_of

if TYPE_CHECKING:
    from pathlib import Path


MATTER = matter_of("office")


def test_asking_begins_a_matter_of_its_own_and_leaves_the_filing_as_it_stands(collecting: Collecting) -> None:
    before = collecting.year.turn(SCORING)
    receipt = collecting.ask("office")
    assert [turn.matter for turn in receipt.turns] == [MATTER]
    awaited = awaited_of(receipt, MATTER)
    assert (awaited.act, awaited.role, awaited.due, awaited.overdue) == (
        "collection.answer",
        "contributor",
        DUE,
        (),
    )
    assert "performance-office" not in {step.to_role for step in awaited.escalation}
    assert receipt.days_late == 0
    assert collecting.year.turn(SCORING) == before


def test_the_task_is_held_by_the_contact_who_was_asked(collecting: Collecting) -> None:
    collecting.ask("office")
    assert [(task.act, task.holder, task.state) for task in collecting.tasks("office")] == [
        ("collection.answer", CONTACTS["office"], "open")
    ]


def test_an_approver_may_ask_as_well(collecting: Collecting) -> None:
    collecting.ask("office", who="head")
    assert collecting.row("office").asked_by == APPROVER


def test_the_day_before_the_departments_own_is_the_last_that_may_be_set(collecting: Collecting) -> None:
    receipt = collecting.ask("office", content=ask("office", due="2022-03-17"))
    assert awaited_of(receipt, MATTER).due == "2022-03-17"


def test_an_answer_goes_to_whoever_asked_and_is_late_by_its_own_day(collecting: Collecting) -> None:
    collecting.ask("office")
    receipt = collecting.answer("office", "2022-03-12")
    awaited = awaited_of(receipt, MATTER)
    assert (awaited.act, awaited.role, awaited.due) == ("collection.accept", "filler", OWN_DUE)
    assert receipt.days_late == 2
    row = collecting.row("office")
    assert (row.state, row.days_late, row.answered, row.answered_by) == (
        "answered",
        2,
        receipt.sequence,
        CONTACTS["office"],
    )


def test_proof_is_brought_for_the_rows_that_were_asked_about_and_is_evidence_like_any(collecting: Collecting) -> None:
    collecting.ask("office")
    content = collecting.year.proof("office/proof", "budget-completion", b"proof", "proof.txt")
    collecting.year.act(MATTER, "evidence.add", content, "office-contact", local("2022-03-08"))
    other = content.model_copy(update={"row": "carry-over"})
    with refused(collecting.desk, "collection.row-not-asked"):
        collecting.year.act(MATTER, "evidence.add", other, "office-contact", local("2022-03-08"))
    collecting.answer("office", content=figures(evidence=(content.sha256,)))
    assert json.loads(collecting.row("office").document or "{}")["evidence"] == [content.sha256]


def test_a_second_contact_of_the_division_answers_when_the_task_is_handed_over(
    collecting: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = "p-0000000000000000000000d9"
    monkeypatch.setitem(PEOPLE, "second", second)
    collecting.appoint("office", second)
    collecting.ask("office")
    with refused(collecting.desk, "task.held"):
        collecting.answer("office", who="second")
    place = {"department": DEPARTMENT, "matter": MATTER, "act": "collection.answer", "round": 1}
    with refused(collecting.desk, "act.not-appointed"):
        collecting.year.order("give/1", Reassign(**place, to=CONTACTS["finance"]), "office-contact", "2022-03-02")
    collecting.year.order("give/2", Reassign(**place, to=second), "office-contact", "2022-03-02")
    collecting.answer("office", who="second")
    assert collecting.row("office").answered_by == second


def test_what_is_returned_goes_back_with_an_opinion_and_keeps_its_first_lateness(collecting: Collecting) -> None:
    collecting.ask("office")
    collecting.answer("office", "2022-03-11")
    receipt = collecting.settle("office", "return", content=returned("2022-03-15"))
    assert awaited_of(receipt, MATTER).due == "2022-03-15"
    assert collecting.tasks("office")[-1].holder == CONTACTS["office"]
    assert collecting.row("office").state == "returned"
    assert collecting.answer("office", "2022-03-15").days_late == 0
    assert (collecting.row("office").days_late, collecting.row("office").due) == (1, "2022-03-15")


def test_what_is_returned_without_a_day_keeps_the_day_that_it_had(collecting: Collecting) -> None:
    collecting.ask("office")
    collecting.answer("office", "2022-03-08")
    assert awaited_of(collecting.settle("office", "return", "2022-03-09"), MATTER).due == DUE


@pytest.mark.parametrize("state", ["open", "filed"])
def test_what_is_no_longer_needed_is_cancelled_and_awaits_nobody(collecting: Collecting, state: str) -> None:
    collecting.ask("office")
    if state == "filed":
        collecting.answer("office")
    receipt = collecting.settle("office", "cancel", "2022-03-12")
    assert (turn_of(receipt, MATTER).state, receipt.days_late) == ("done", 0)
    assert collecting.row("office").state == "cancelled"
    with refused(collecting.desk, "act.not-your-turn"):
        collecting.answer("office", "2022-03-13")


def test_after_the_filing_nobody_is_asked_any_more_but_what_came_is_still_settled(collecting: Collecting) -> None:
    collecting.ask("office")
    collecting.ask("finance")
    collecting.answer("office")
    filing = collecting.year.filing("self-evaluation.file")
    collecting.year.act(SCORING, "self-evaluation.file", filing, "filler", local("2022-03-14"))
    with refused(collecting.desk, "act.not-your-turn"):
        collecting.ask("works")
    with refused(collecting.desk, "collection.nothing-due"):
        collecting.settle("office", "return", "2022-03-15", content=returned("2022-03-16"))
    collecting.settle("office", "accept", "2022-03-15")
    assert awaited_of(collecting.answer("finance", "2022-03-16"), matter_of("finance")).due == "2022-03-16"


def test_reminders_and_alerts_stay_in_the_house(collecting: Collecting) -> None:
    collecting.ask("office", content=ask("office"))
    collecting.year.climb(instant(local("2022-03-13")))
    with collecting.desk.reading() as session:
        alerts = [one for one in session.exec(select(Alert).order_by("sequence")) if one.matter == MATTER]
    assert [(one.kind, one.to_role, one.days) for one in alerts] == [
        ("reminder", "contributor", 3),
        ("reminder", "contributor", 1),
        ("overdue", "contributor", 0),
        ("overdue", "filler", 0),
        ("overdue", "approver", 1),
    ]


def test_a_book_with_collections_verifies_and_replays_and_its_bundle_scores_the_same(
    collecting: Collecting, tmp_path: Path
) -> None:
    for division in CONTACTS:
        collecting.ask(division)
    collecting.answer("office")
    collecting.settle("office", "accept")
    collecting.answer("finance", "2022-03-12")
    collecting.settle("finance", "return", "2022-03-13", content=returned("2022-03-15"))
    collecting.settle("works", "cancel", "2022-03-13", content=Answer())
    collecting.year.climb(instant(local("2022-03-16")) + timedelta(hours=1))
    proof = collecting.year.proof("finance/proof", "budget-completion", b"proof", "proof.txt")
    collecting.year.act(matter_of("finance"), "evidence.add", proof, "finance-contact", local("2022-03-16"))
    filing = collecting.year.filing("self-evaluation.file")
    collecting.year.act(SCORING, "self-evaluation.file", filing, "filler", local("2022-03-17"))
    data = collecting.desk.evidence.folder.parent
    sign_head(collecting.desk, BOOK)
    assert collecting.year.replayed().mismatches == ()
    assert verify(data, (BOOK,)).ok
    with collecting.desk.reading() as session:
        export_book(Source(session, BOOK, data / "heads", data / "evidence"), tmp_path / "bundle", with_evidence=True)
    report = verify_bundle(tmp_path / "bundle")
    assert report.damages == ()
    assert (report.evidence.named, report.evidence.present) == (1, 1)
