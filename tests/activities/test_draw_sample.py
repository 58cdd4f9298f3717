"""The review's sample: who was drawn is reviewed row by row, and a score that the rules left open always is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.draw_sample import is_sampled
from audit.verifier.verify_books import verify
from models.commands import ReviewedRow, ReviewResult
from models.findings import NewFinding
from models.projections import Review
from models.samples import Sampled
from models.sampling import Draw
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file, turn_of
from tests.support.told_again import told_again

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

DAY = "2022-04-06"
SHARE = Draw(share="1%", seed="公开的种子", document="穗云财绩〔2022〕1号")
ROWS = ReviewResult(rows=(ReviewedRow(row="performance-rules", score="1", reason="5" * 64),))
FINDINGS = ReviewResult(findings=(NewFinding(finding="rules", row="performance-rules", text="1" * 64),))


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    year = before("review.conclude")
    for number in range(9):
        year.order(f"setup/enrol/{number}", year.enrolment(f"other-{number}", f"部门{number}"), day=DAY)
    return year


def leave_out(year: Shijing) -> None:
    """A draw among others only."""
    year.order("draw", Draw(among=("other-1", "other-2"), document="穗云财绩〔2022〕1号"), day=DAY)


def conclude(year: Shijing, content: ReviewResult) -> Receipt:
    return year.act("review", "review.conclude", content, "reviewer", local("2022-04-12"))


def test_a_draw_is_on_the_record_with_its_list_and_comes_out_again(year: Shijing) -> None:
    year.order("draw", SHARE, day=DAY)
    with year.desk.reading() as session:
        rows = session.exec(select(Sampled).where(col(Sampled.book) == BOOK)).all()
    assert len(rows) == 10
    assert [row.position for row in rows if row.position is not None] == [1]
    assert {row.seed for row in rows} == {"公开的种子"}
    assert not year.replayed().mismatches
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    told_again(year, rubric_file().rubric, local("2022-04-30"))


def test_before_any_draw_everybody_is_reviewed_row_by_row(year: Shijing) -> None:
    with year.desk.reading() as session:
        assert is_sampled(session, BOOK, DEPARTMENT)
    assert conclude(year, ROWS).review is not None


@pytest.mark.parametrize("content", [ROWS, FINDINGS], ids=["rows", "findings"])
def test_a_department_that_was_not_drawn_keeps_its_rule_score(year: Shijing, content: ReviewResult) -> None:
    leave_out(year)
    with refused(year.desk, "sample.not-drawn"):
        conclude(year, content)
    receipt = conclude(year, ReviewResult())
    assert receipt.review is not None
    assert receipt.review.rows == ()
    assert turn_of(receipt, "review").state == "done"


def test_a_later_draw_adds_to_the_sample_and_takes_nobody_out(year: Shijing) -> None:
    leave_out(year)
    year.order("draw/2", Draw(among=(DEPARTMENT,), document="穗云财绩〔2022〕2号"), day=DAY)
    with year.desk.reading() as session:
        assert all(is_sampled(session, BOOK, one) for one in (DEPARTMENT, "other-1", "other-2"))
        assert not is_sampled(session, BOOK, "other-3")
    conclude(year, ROWS)
    with year.desk.reading() as session:
        assert len(session.exec(select(Review)).all()) == 1


def test_the_same_draw_sent_again_is_one_draw(year: Shijing) -> None:
    assert year.order("draw", SHARE, day=DAY).receipt == year.order("draw", SHARE, day=DAY).receipt


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (Draw(share="10%", document="x"), "sample.seed"),
        (Draw(seed="x", document="x"), "sample.seed"),
        (Draw(among=("nobody",), document="x"), "sample.unknown-department"),
    ],
    ids=["no-seed", "no-share", "stranger"],
)
def test_what_cannot_be_drawn_is_refused(year: Shijing, draw: Draw, code: str) -> None:
    with refused(year.desk, code):
        year.order("draw", draw, day=DAY)


def test_only_the_performance_office_draws(year: Shijing) -> None:
    with refused(year.desk, "act.not-appointed"):
        year.order("draw", SHARE, "reviewer", day=DAY)
