"""An amendment and the review: before it, after it, and while what it ordered is being rectified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from models.commands import Answer, Extend, ReviewedRow, ReviewResult
from models.findings import Finding, NewFinding
from models.projections import Alert, Review, Task
from models.values import instant
from tests.support.amendments import TEN, amend, change, figure, scores
from tests.support.refusals import refused
from tests.support.shijing import DEPARTMENT, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt, Turn
    from tests.support.shijing import Shijing


def conclude(year: Shijing, day: str, *findings: str, rows: tuple[ReviewedRow, ...] = ()) -> Receipt:
    ordered = tuple(NewFinding(finding=name, row="performance-rules", text="0" * 64) for name in findings)
    content = ReviewResult(rows=rows, findings=ordered)
    return year.act("review", "review.conclude", content, "reviewer", local(day))


def reviews(year: Shijing) -> list[tuple[str, str]]:
    with year.desk.reading() as session:
        query = select(Review).order_by(col(Review.sequence))
        return [(review.total, review.grade) for review in session.exec(query)]


def tasks(year: Shijing, act: str) -> list[tuple[int, str, str, int]]:
    with year.desk.reading() as session:
        query = select(Task).where(col(Task.act) == act).order_by(col(Task.matter), col(Task.round))
        return [(task.round, task.state, task.due, task.days_late) for task in session.exec(query)]


def states(year: Shijing) -> dict[str, str]:
    """The matters that matter here and are not done."""
    return {turn.matter: turn.state for turn in year.turns()}


def turn_of(receipt: Receipt, matter: str) -> Turn:
    return next(turn for turn in receipt.turns if turn.matter == matter)


def answer(year: Shijing, finding: str, day: str) -> Receipt:
    matter = f"finding/{finding}"
    year.act(matter, "finding.answer", year.measure(f"measure/{finding}", "已整改"), "filler", local(day))
    return year.act(matter, "finding.accept", Answer(), "reviewer", local(day))


@pytest.fixture
def reviewed(before: Callable[[str], Shijing]) -> Shijing:
    """The review was concluded without findings on the 12th of April; rectification has not begun."""
    year = before("review.conclude")
    conclude(year, "2022-04-12")
    return year


@pytest.fixture
def rectifying(before: Callable[[str], Shijing]) -> Shijing:
    """The review ordered one finding, and its rectification is under way."""
    return before("finding.answer")


# -- before and after the conclusion --------------------------------------------------------------------------


def test_a_review_starts_from_the_amended_score(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    receipt = amend(year, TEN)
    assert change(year).reopened is None
    assert [turn.matter for turn in receipt.turns] == ["self-evaluation"]
    conclude(year, "2022-04-12")
    assert reviews(year) == [("89.75", "良")]
    with year.desk.reading() as session:
        assert session.exec(select(Review)).one().evaluation_sequence == receipt.sequence + 1
    assert tasks(year, "review.conclude") == [(1, "done", "2022-04-25", 0)]


def test_a_concluded_review_is_open_again_with_a_deadline_of_its_own(reviewed: Shijing) -> None:
    receipt = amend(reviewed, TEN, day="2022-04-14")
    awaited = turn_of(receipt, "review").awaited
    assert awaited is not None
    # Twenty working days from the amendment; of the May holidays the 24th of April and the 7th of May are worked.
    assert (awaited.act, awaited.role, awaited.since, awaited.due) == (
        "review.conclude",
        "reviewer",
        "2022-04-14",
        "2022-05-13",
    )
    assert change(reviewed).reopened == turn_of(receipt, "review")
    assert states(reviewed) == {"review": "open"}
    assert tasks(reviewed, "review.conclude") == [(1, "done", "2022-04-25", 0), (2, "open", "2022-05-13", 0)]


def test_the_first_review_stays_and_the_final_score_follows_the_second(reviewed: Shijing) -> None:
    amend(reviewed, TEN, day="2022-04-14")
    assert reviews(reviewed) == [("90.25", "优")]
    conclude(reviewed, "2022-04-20")
    assert reviews(reviewed) == [("90.25", "优"), ("89.75", "良")]
    assert states(reviewed) == {}


def test_what_the_reviewer_changed_at_first_is_not_carried_over_unseen(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    lower = ReviewedRow(row="carry-over", score="1", reason="0" * 64)
    conclude(year, "2022-04-12", rows=(lower,))
    amend(year, TEN, day="2022-04-14")
    conclude(year, "2022-04-20", rows=(lower,))
    assert reviews(year) == [("89.25", "良"), ("88.75", "良")]


def test_a_reopened_review_that_comes_too_late_is_late(reviewed: Shijing) -> None:
    amend(reviewed, TEN, day="2022-04-14")
    assert conclude(reviewed, "2022-05-16").days_late == 3
    assert tasks(reviewed, "review.conclude")[-1] == (2, "done", "2022-05-13", 3)


def test_an_amendment_that_changes_no_row_reopens_nothing(reviewed: Shijing) -> None:
    receipt = amend(reviewed, figure("income_variance"), day="2022-04-14")
    assert [turn.matter for turn in receipt.turns] == ["self-evaluation"]
    assert states(reviewed) == {}
    with refused(reviewed.desk, "act.not-your-turn"):
        conclude(reviewed, "2022-04-20")


def test_a_second_amendment_leaves_the_reopened_reviews_deadline_alone(reviewed: Shijing) -> None:
    amend(reviewed, TEN, day="2022-04-14")
    receipt = amend(reviewed, figure("carry_over_rate", value="30"), day="2022-04-19")
    assert [turn.matter for turn in receipt.turns] == ["self-evaluation"]
    assert tasks(reviewed, "review.conclude")[1:] == [(2, "open", "2022-05-13", 0)]
    conclude(reviewed, "2022-04-20")
    assert reviews(reviewed)[-1] == ("88.25", "良")


def test_each_conclusion_can_be_reopened_again(reviewed: Shijing) -> None:
    amend(reviewed, TEN, day="2022-04-14")
    conclude(reviewed, "2022-04-15")
    amend(reviewed, figure("income_variance"), day="2022-04-18")
    conclude(reviewed, "2022-04-19")
    assert reviews(reviewed) == [("90.25", "优"), ("89.75", "良"), ("90.25", "优")]
    assert [(number, state) for number, state, _, _ in tasks(reviewed, "review.conclude")] == [
        (1, "done"),
        (2, "done"),
        (3, "done"),
    ]


def test_the_reopened_reviews_ladder_speaks_to_the_reviewer_and_then_to_the_office(reviewed: Shijing) -> None:
    receipt = amend(reviewed, TEN, day="2022-04-14")
    with reviewed.desk.reading() as session:
        spoken = len(session.exec(select(Alert)).all())
    reviewed.climb(instant(local("2022-05-20")))
    with reviewed.desk.reading() as session:
        alerts = session.exec(select(Alert).order_by(col(Alert.sequence))).all()[spoken:]
    assert receipt.change is not None
    assert [(one.matter, one.kind, one.days, one.to_role, one.due) for one in alerts] == [
        ("review", "reminder", 7, "reviewer", "2022-05-13"),
        ("review", "reminder", 3, "reviewer", "2022-05-13"),
        ("review", "reminder", 1, "reviewer", "2022-05-13"),
        ("review", "overdue", 0, "performance-office", "2022-05-13"),
        ("review", "overdue", 3, "performance-office", "2022-05-13"),
    ]


# -- while rectification is under way -------------------------------------------------------------------------


def test_the_review_is_reopened_beside_the_rectification(rectifying: Shijing) -> None:
    amend(rectifying, TEN, day="2022-05-20")
    assert states(rectifying) == {"review": "open", "rectification": "open", "finding/rules": "open"}
    conclude(rectifying, "2022-05-25")
    assert states(rectifying) == {"rectification": "open", "finding/rules": "open"}
    assert reviews(rectifying) == [("90.25", "优"), ("89.75", "良")]
    answer(rectifying, "rules", "2022-05-27")
    assert states(rectifying) == {}


def test_what_the_second_review_orders_begins_at_once_with_its_own_deadline(rectifying: Shijing) -> None:
    amend(rectifying, TEN, day="2022-05-20")
    receipt = conclude(rectifying, "2022-05-25", "income")
    awaited = turn_of(receipt, "finding/income").awaited
    assert awaited is not None
    assert (awaited.act, awaited.role, awaited.due) == ("finding.answer", "filler", "2022-06-24")
    answer(rectifying, "rules", "2022-05-27")
    assert states(rectifying) == {"rectification": "open", "finding/income": "open"}
    last = answer(rectifying, "income", "2022-06-20")
    assert turn_of(last, "rectification").state == "done"
    assert states(rectifying) == {}
    assert rectifying.replayed().mismatches == ()


def test_rectification_that_was_done_begins_anew_when_the_second_review_orders_something(rectifying: Shijing) -> None:
    amend(rectifying, TEN, day="2022-05-20")
    answer(rectifying, "rules", "2022-05-27")
    assert states(rectifying) == {"review": "open"}
    conclude(rectifying, "2022-05-30", "income")
    assert states(rectifying) == {"rectification": "open", "finding/income": "open"}
    answer(rectifying, "income", "2022-06-20")
    assert states(rectifying) == {}


def test_a_finding_is_ordered_only_once_over_all_conclusions(rectifying: Shijing) -> None:
    amend(rectifying, TEN, day="2022-05-20")
    with refused(rectifying.desk, "finding.repeated") as told:
        conclude(rectifying, "2022-05-25", "income", "rules")
    assert told.params == {"finding": "rules"}


def test_findings_of_both_conclusions_open_with_the_rectification(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    conclude(year, "2022-04-12", "rules")
    amend(year, TEN, day="2022-04-14")
    conclude(year, "2022-04-20", "income")
    assert states(year) == {}
    receipt = year.open_phase("rectification")
    assert [turn.matter for turn in receipt.turns] == ["rectification", "finding/rules", "finding/income"]
    with year.desk.reading() as session:
        assert {one.finding: one.state for one in session.exec(select(Finding))} == {
            "rules": "ordered",
            "income": "ordered",
        }


def test_only_the_reviewer_concludes_the_reopened_review(reviewed: Shijing) -> None:
    amend(reviewed, TEN, day="2022-04-14")
    with refused(reviewed.desk, "act.not-appointed"):
        reviewed.act("review", "review.conclude", ReviewResult(), "filler", local("2022-04-20"))
    assert scores(reviewed)[-1] == ("89.75", "良")
    assert reviewed.turn("review").state == "open"


def test_a_day_that_a_document_gave_the_review_is_not_taken_back_when_an_amendment_opens_it_again(
    before: Callable[[str], Shijing],
) -> None:
    year = before("review.conclude")
    longer = Extend(
        department=DEPARTMENT, matter="review", due="2022-07-29", document="示财绩〔2022〕9号", reason="a" * 64
    )
    year.order("extend", longer, day="2022-04-01")
    conclude(year, "2022-04-12")
    reopened = turn_of(amend(year, TEN, day="2022-04-20"), "review")
    assert reopened.awaited is not None
    assert reopened.awaited.due == "2022-07-29"
    assert year.replayed().mismatches == ()
