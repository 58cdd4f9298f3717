"""Corrections: by two people, on the record that is meant, with an effect that the original act's code computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from models.commands import Appoint, Approve, Propose, ReviewedRow, ReviewResult
from models.corrections import RightFinding, RightScore
from models.findings import Finding, NewFinding
from models.projections import Review
from models.sealing_tables import Correction
from tests.activities.correcting import RIGHT, sound
from tests.support.amendments import amend, figure
from tests.support.refusals import refused, whole_book
from tests.support.sealed import (
    ROW,
    approve,
    decline,
    propose,
    record,
    record_of,
)
from tests.support.shijing import PEOPLE, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing


DAY = "2022-04-20"


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The reviewer typed 2 where the rule score of 2.5 was meant, and raised two findings."""
    year = before("review.conclude")
    content = ReviewResult(
        rows=(ReviewedRow(row=ROW, score="2", reason=year.commit("review", ROW, "核实后调整")),),
        findings=tuple(
            NewFinding(finding=name, row=ROW, text=year.commit("review", name, name)) for name in ("rules", "mistake")
        ),
    )
    year.act("review", "review.conclude", content, "reviewer", local("2022-04-12"), "review")
    return year


def proposed(year: Shijing, who: str = "reviewer", request: str = "propose") -> Receipt:
    return propose(year, "review.concluded", RIGHT, who, request, DAY)


# -- a score ------------------------------------------------------------------------------------------------------


def test_a_proposal_changes_nothing_yet(year: Shijing) -> None:
    proposed(year)
    with year.desk.reading() as session:
        assert session.exec(select(Review)).one().total == "89.75"
        correction = session.exec(select(Correction)).one()
    assert (correction.state, correction.proposed_by, correction.decided_by) == ("proposed", PEOPLE["reviewer"], None)


def test_an_approved_score_gives_total_and_grade_anew_and_the_old_review_stays_beside(year: Shijing) -> None:
    proposal = propose(year, "review.concluded", RightScore(row=ROW, score="3"), day=DAY)
    receipt = approve(year, proposal, day=DAY)
    assert receipt.change is not None
    assert (receipt.change.total_before, receipt.change.total_after) == ("89.75", "90.75")
    assert [(row.row, row.before, row.after) for row in receipt.change.rows] == [(ROW, "2", "3")]
    assert receipt.review is not None
    assert (receipt.review.total, receipt.review.grade) == ("90.75", "优")
    with year.desk.reading() as session:
        reviews = session.exec(select(Review).order_by(col(Review.sequence))).all()
    assert [(one.total, one.grade) for one in reviews] == [("89.75", "良"), ("90.75", "优")]
    assert sound(year)


def test_a_score_may_go_back_to_what_the_rules_gave(year: Shijing) -> None:
    receipt = approve(year, proposed(year), day=DAY)
    assert receipt.review is not None
    assert (receipt.review.total, receipt.review.rows) == ("90.25", ())
    assert sound(year)


def test_a_correction_may_be_corrected_again(year: Shijing) -> None:
    approve(year, proposed(year), day=DAY)
    again = propose(year, "review.concluded", RightScore(row=ROW, score="1.5"), request="again", day=DAY)
    receipt = approve(year, again, request="approve-2", day=DAY)
    assert receipt.change is not None
    assert (receipt.change.total_before, receipt.change.total_after) == ("90.25", "89.25")
    assert sound(year)


def test_an_approval_sent_again_gets_its_first_receipt(year: Shijing) -> None:
    proposal = proposed(year)
    first = approve(year, proposal, day=DAY)
    before = whole_book(year.desk)
    assert approve(year, proposal, day=DAY) == first
    assert whole_book(year.desk) == before


def test_a_declined_proposal_leaves_what_was_recorded(year: Shijing) -> None:
    proposal = proposed(year)
    decline(year, proposal)
    with year.desk.reading() as session:
        assert session.exec(select(Review)).one().total == "89.75"
        assert session.exec(select(Correction)).one().state == "declined"
    with refused(year.desk, "correction.decided"):
        approve(year, proposal, day=DAY)
    assert sound(year)


# -- who ----------------------------------------------------------------------------------------------------------


def test_the_one_who_corrects_is_not_the_one_who_approves(year: Shijing) -> None:
    year.order(
        "both",
        Appoint(appointee=PEOPLE["reviewer"], role="performance-office", from_day="2020-10-09"),
        "security",
    )
    proposal = proposed(year)
    with refused(year.desk, "correction.own") as told:
        approve(year, proposal, "reviewer", day=DAY)
    assert told.params["actor"] == PEOPLE["reviewer"]


@pytest.mark.parametrize("who", ["filler", "office", "security"])
def test_a_review_is_corrected_by_a_reviewer(year: Shijing, who: str) -> None:
    with refused(year.desk, "act.not-appointed"):
        proposed(year, who)


@pytest.mark.parametrize("who", ["filler", "reviewer", "security"])
def test_a_correction_is_approved_by_the_office(year: Shijing, who: str) -> None:
    proposal = proposed(year)
    with refused(year.desk, "act.not-appointed"):
        approve(year, proposal, who, day=DAY)


# -- what ---------------------------------------------------------------------------------------------------------


def test_a_record_is_named_by_number_and_hash(year: Shijing) -> None:
    right = {"right": RIGHT, "document": "d", "reason": "0" * 64}
    with refused(year.desk, "correction.other-record"):
        year.order(
            "p", Propose(corrects=record_of(year, "review.concluded").sequence, hash="0" * 64, **right), "reviewer"
        )
    with refused(year.desk, "correction.no-record"):
        year.order("p", Propose(corrects=999, hash="0" * 64, **right), "reviewer")
    opened = record(year, 1)
    with refused(year.desk, "correction.other-kind") as told:
        year.order("p", Propose(corrects=1, hash=opened.hash, **right), "reviewer")
    assert (told.params["recorded"], told.params["needed"]) == ("book.opened", "review.concluded")
    with refused(year.desk, "correction.no-proposal"):
        year.order("a", Approve(proposal=1, hash=opened.hash), "office")


def test_what_stands_already_and_what_waits_for_a_decision_are_not_proposed_again(year: Shijing) -> None:
    with refused(year.desk, "correction.unchanged"):
        propose(year, "review.concluded", RightScore(row=ROW, score="2"), day=DAY)
    proposed(year)
    with refused(year.desk, "correction.pending"):
        proposed(year, request="second")


def test_a_score_that_cannot_be_given_is_refused_with_its_range(year: Shijing) -> None:
    for score, code in (("3.5", "review.out-of-range"), ("85%", "review.not-points")):
        with refused(year.desk, code):
            propose(year, "review.concluded", RightScore(row=ROW, score=score), day=DAY)


def test_a_review_that_was_replaced_is_not_corrected(year: Shijing) -> None:
    amend(year, figure("average_execution", value="50"), day="2022-04-15")
    with refused(year.desk, "correction.superseded"):
        proposed(year)


# -- a finding ----------------------------------------------------------------------------------------------------


def findings(year: Shijing) -> dict[str, tuple[str, str]]:
    with year.desk.reading() as session:
        return {one.finding: (one.row, one.state) for one in session.exec(select(Finding))}


def test_a_finding_gets_the_row_that_it_is_about(year: Shijing) -> None:
    proposal = propose(year, "review.concluded", RightFinding(finding="rules", row="carry-over"), day=DAY)
    approve(year, proposal, day=DAY)
    assert findings(year)["rules"] == ("carry-over", "ordered")
    assert sound(year)


def test_a_withdrawn_finding_is_not_asked_for_when_rectification_opens(year: Shijing) -> None:
    approve(year, propose(year, "review.concluded", RightFinding(finding="mistake", row=None), day=DAY), day=DAY)
    receipt = year.open_phase("rectification")
    assert [turn.matter for turn in receipt.turns] == ["rectification", "finding/rules"]
    assert sound(year)


def test_rectification_ends_when_its_last_open_finding_is_withdrawn(year: Shijing) -> None:
    year.open_phase("rectification")
    for number, name in enumerate(("rules", "mistake")):
        proposal = propose(
            year, "review.concluded", RightFinding(finding=name, row=None), request=f"p{number}", day="2022-05-20"
        )
        receipt = approve(year, proposal, request=f"a{number}", day="2022-05-20")
    assert [(turn.matter, turn.state) for turn in receipt.turns] == [
        ("finding/mistake", "done"),
        ("rectification", "done"),
    ]
    assert year.turn("rectification").state == "done"
    assert sound(year)


def test_a_finding_that_the_review_did_not_raise_or_a_row_that_is_none_is_refused(year: Shijing) -> None:
    with refused(year.desk, "correction.no-finding") as told:
        propose(year, "review.concluded", RightFinding(finding="other", row=None), day=DAY)
    assert told.params["known"] == "rules、mistake"
    with refused(year.desk, "row.unknown"):
        propose(year, "review.concluded", RightFinding(finding="rules", row="nowhere"), day=DAY)
