"""The review: the reviewer's changes beside the rule score, their bounds, and the total and grade that follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from models.commands import ReviewedRow, ReviewResult
from models.findings import Measure, NewFinding
from models.projections import Review, Score
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

REASON = "a" * 64


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    return before("review.conclude")


def review(year: Shijing, *rows: tuple[str, str], findings: tuple[NewFinding, ...] = ()) -> Receipt:
    changed = tuple(ReviewedRow(row=row, score=score, reason=REASON) for row, score in rows)
    content = ReviewResult(rows=changed, findings=findings)
    return year.act("review", "review.conclude", content, "reviewer", local("2022-04-12"))


def outcome(year: Shijing) -> tuple[Review, Score]:
    with year.desk.reading() as session:
        concluded = session.exec(select(Review)).one()
        score = session.exec(select(Score).where(col(Score.stage) == "score")).one()
    return concluded, score


def test_a_lowered_row_lowers_total_and_grade_and_leaves_the_rule_score_beside_it(year: Shijing) -> None:
    review(year, ("performance-rules", "2"))
    concluded, score = outcome(year)
    assert (concluded.total, concluded.grade) == ("89.75", "良")
    assert (score.total, score.grade) == ("90.25", "优")
    assert concluded.evaluation_sequence == score.sequence
    assert concluded.actor == PEOPLE["reviewer"]
    assert json.loads(concluded.document)["rows"] == [
        {
            "row": "performance-rules",
            "name": "绩效管理制度建设",
            "points": "3",
            "rule": "2.50",
            "claimed": None,
            "score": "2",
            "reason": REASON,
        }
    ]
    rows = {row["id"]: row["score"] for row in json.loads(score.document)["rows"]}
    assert rows["performance-rules"] == "2.50"


def test_exactly_on_the_bound_keeps_the_better_grade(year: Shijing) -> None:
    review(year, ("performance-rules", "2.25"))
    concluded, _ = outcome(year)
    assert (concluded.total, concluded.grade) == ("90.00", "优")


def test_several_rows_change_together_and_a_bonus_may_turn_into_a_penalty(year: Shijing) -> None:
    review(year, ("work-performance", "-5"), ("carry-over", "0"), ("duties.livelihood.poverty-relief-funds", "2"))
    concluded, _ = outcome(year)
    assert (concluded.total, concluded.grade) == ("85.25", "良")


def test_a_review_without_changes_confirms_the_rule_score(year: Shijing) -> None:
    review(year)
    concluded, score = outcome(year)
    assert (concluded.total, concluded.grade) == (score.total, score.grade)


@pytest.mark.parametrize(
    ("row", "score", "least", "most"),
    [
        ("performance-rules", "3.01", "0", "3"),
        ("performance-rules", "-0.01", "0", "3"),
        ("work-performance", "5.5", "-5", "5"),
        ("work-performance", "-5.01", "-5", "5"),
        ("duties.operation.staff-control", "2.5", "0", "2"),
    ],
)
def test_a_review_score_beyond_the_rows_points_is_refused(
    year: Shijing, row: str, score: str, least: str, most: str
) -> None:
    with refused(year.desk, "review.out-of-range") as told:
        review(year, (row, score))
    assert told.params == {"row": row, "score": score, "least": least, "most": most}


def test_a_review_score_finer_than_the_rubric_rounds_is_refused(year: Shijing) -> None:
    with refused(year.desk, "review.too-fine") as told:
        review(year, ("performance-rules", "2.125"))
    assert told.params == {"row": "performance-rules", "score": "2.125", "places": "2"}


def test_a_row_that_the_scoring_does_not_have_cannot_be_changed(year: Shijing) -> None:
    with refused(year.desk, "review.unknown-row") as told:
        review(year, ("performance-rule", "1"))
    assert told.params == {"row": "performance-rule", "rubric": "guangzhou-baiyun/2021/department"}


@pytest.mark.parametrize("row", ["management", "duties", "duties.operation"])
def test_a_group_whose_rows_are_all_decided_is_not_scored_as_a_whole(year: Shijing, row: str) -> None:
    with refused(year.desk, "review.group-decided") as told:
        review(year, (row, "1"))
    assert told.params == {"row": row}


@pytest.mark.parametrize("score", ["2.50", "2.5"])
def test_a_change_to_the_rule_score_itself_is_refused_because_leaving_the_row_out_confirms_it(
    year: Shijing, score: str
) -> None:
    with refused(year.desk, "review.unchanged") as told:
        review(year, ("performance-rules", score))
    assert told.params == {"row": "performance-rules", "score": score}


def test_a_row_cannot_be_changed_twice_in_one_review(year: Shijing) -> None:
    with refused(year.desk, "review.repeated-row") as told:
        review(year, ("performance-rules", "2"), ("performance-rules", "1"))
    assert told.params == {"row": "performance-rules"}


@pytest.mark.parametrize("score", ["two", "2,5", "", "1e0", "85%", "１"])
def test_a_review_score_that_is_no_number_of_points_is_refused(year: Shijing, score: str) -> None:
    with refused(year.desk, "review.not-points") as told:
        review(year, ("performance-rules", score))
    assert told.params == {"row": "performance-rules", "score": score}


def test_a_finding_belongs_to_a_leaf_row(year: Shijing) -> None:
    with refused(year.desk, "row.unknown") as told:
        review(year, findings=(NewFinding(finding="one", row="duties.operation", text=REASON),))
    assert told.params["row"] == "duties.operation"


def test_a_review_before_anything_was_scored_is_refused(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    year.open_phase("review")
    with refused(year.desk, "review.nothing-scored") as told:
        review(year)
    assert told.params == {"department": DEPARTMENT}


def test_a_year_without_findings_has_nothing_to_rectify_and_ends(year: Shijing) -> None:
    review(year)
    receipt = year.open_phase("rectification")
    (turn,) = receipt.turns
    assert (turn.matter, turn.state, turn.awaited) == ("rectification", "done", None)
    with refused(year.desk, "matter.unknown"):
        year.act("finding/rules", "finding.answer", Measure(measure=REASON), "filler", local("2022-05-27"))
    with refused(year.desk, "act.not-your-turn"):
        proof = year.proof("proof", "carry-over", b"accounts", "accounts.txt")
        year.act("rectification", "evidence.add", proof, "filler", local("2022-05-27"))
    year.conclude()
    assert outcome(year)[0].book == BOOK
