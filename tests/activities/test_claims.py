"""A self-evaluation with claims: filed, amended, reviewed; a claim never counts, and the reviewer decides its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from models.commands import Amendment, Filed, ReviewedRow, ReviewResult
from models.projections import Review
from tests.support.amendments import Entry, change, figure, rows, scores
from tests.support.refusals import refused
from tests.support.shijing import local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

REASON = "0" * 64
# The figures that the group "funds" rests on alone, and what is claimed for the group in their place.
OPEN = ("carry_over_rate", "income_variance")


def claim(row: str, score: str) -> Entry:
    return {"row": row, "score": score, "place": "自评表"}


def file(year: Shijing, *claims: Entry, without: tuple[str, ...] = OPEN) -> Receipt:
    lists: dict[str, Any] = dict(year.filing("self-evaluation.file").lists)
    facts = [fact for fact in lists["facts"] if fact["input"] not in without]
    content = Filed(lists={**lists, "facts": facts, "claims": list(claims)})
    return year.act("self-evaluation", "self-evaluation.file", content, "filler", local("2022-03-10"))


def amend(year: Shijing, *claims: Entry, facts: tuple[Entry, ...] = ()) -> Receipt:
    lists = {"facts": list(facts), "claims": list(claims)}
    content = Amendment.model_validate({"lists": lists, "reason": REASON})
    return year.act("self-evaluation", "self-evaluation.amend", content, "filler", local("2022-04-01"))


def conclude(year: Shijing, **scored: str) -> Receipt:
    given = [ReviewedRow(row=name.replace("_", "-"), score=score, reason=REASON) for name, score in scored.items()]
    return year.act("review", "review.conclude", ReviewResult(rows=tuple(given)), "reviewer", local("2022-04-12"))


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The self-evaluation is awaited."""
    return before("self-evaluation.file")


@pytest.fixture
def claimed(year: Shijing) -> Shijing:
    """Filed with a claim on the group of two rows without figures; the review is open."""
    file(year, claim("funds", "13"))
    year.open_phase("review")
    return year


# -- filing ---------------------------------------------------------------------------------------------------------


def test_a_claim_on_the_group_lets_its_figures_be_missing_and_is_shown_at_the_group_alone(claimed: Shijing) -> None:
    found = rows(claimed)
    assert (found["funds"]["claimed"], found["funds"]["score"], found["funds"]["basis"]) == ("13", None, "claimed")
    assert {row["id"] for row in found.values() if row["claimed"] is not None} == {"funds"}
    assert scores(claimed)[-1][1] is None


def test_a_claim_on_a_row_inside_a_claimed_group_is_refused(year: Shijing) -> None:
    with refused(year.desk, "facts.malformed") as told:
        file(year, claim("funds", "13"), claim("carry-over", "2"))
    assert told.faults == [("facts.claims-overlap", "claims.1.row")]


def test_a_claim_beside_a_computed_row_is_shown_and_changes_no_score(year: Shijing) -> None:
    receipt = file(year, claim("performance-rules", "3"), without=())
    assert receipt.score is not None
    assert receipt.score.total == "91.25"
    row = rows(year)["performance-rules"]
    assert (row["claimed"], row["score"], row["basis"]) == ("3", "2.50", "stated")


# -- amending -------------------------------------------------------------------------------------------------------


def test_a_figure_takes_the_place_of_a_claim_which_stays_beside_it(year: Shijing) -> None:
    file(year, claim("carry-over", "1"), without=("carry_over_rate",))
    amend(year, facts=(figure("carry_over_rate"),))
    row = rows(year)["carry-over"]
    assert (row["claimed"], row["state"], row["basis"]) == ("1", "decided", "recomputed")
    (told,) = change(year).rows
    assert (told.row, told.before, told.after) == ("carry-over", None, row["score"])
    assert (told.claimed_before, told.claimed_after) == ("1", "1")


def test_another_claim_replaces_the_first_and_the_difference_names_both(claimed: Shijing) -> None:
    receipt = amend(claimed, claim("funds", "12.5"))
    (told,) = change(claimed).rows
    assert (told.row, told.claimed_before, told.claimed_after, told.before, told.after) == (
        "funds",
        "13",
        "12.5",
        None,
        None,
    )
    assert receipt.change is not None
    assert [(row.row, row.claimed_after) for row in receipt.change.rows] == [("funds", "12.5")]


def test_a_claim_may_be_added_beside_those_that_stand(claimed: Shijing) -> None:
    amend(claimed, claim("performance-rules", "3"))
    assert {name for name, row in rows(claimed).items() if row["claimed"]} == {"funds", "performance-rules"}
    assert claimed.replayed().mismatches == ()


def test_a_claim_that_overlaps_one_that_stands_is_refused(claimed: Shijing) -> None:
    with refused(claimed.desk, "facts.malformed") as told:
        amend(claimed, claim("carry-over", "2"))
    assert [code for code, _ in told.faults] == ["facts.claims-overlap"]


# -- reviewing ------------------------------------------------------------------------------------------------------


def test_a_review_that_leaves_rows_open_is_refused_and_names_them_all(claimed: Shijing) -> None:
    with refused(claimed.desk, "review.incomplete") as told:
        conclude(claimed)
    assert told.faults == [
        ("review.row-undecided", "rows.income-variance"),
        ("review.row-undecided", "rows.carry-over"),
    ]


def test_the_reviewer_decides_a_group_as_a_whole_and_everything_stays_side_by_side(claimed: Shijing) -> None:
    receipt = conclude(claimed, funds="12", performance_rules="2")
    assert receipt.review is not None
    told = {row.row: (row.rule, row.claimed, row.score, row.reason) for row in receipt.review.rows}
    assert told == {"funds": (None, "13", "12", REASON), "performance-rules": ("2.50", None, "2", REASON)}
    with claimed.desk.reading() as session:
        review = session.exec(select(Review)).one()
    kept = {row["row"]: (row["rule"], row["claimed"], row["score"]) for row in json.loads(review.document)["rows"]}
    assert kept == {name: row[:3] for name, row in told.items()}
    assert (review.total, review.grade) == (receipt.review.total, receipt.review.grade)
    assert claimed.replayed().mismatches == ()


def test_the_reviewer_decides_the_rows_one_by_one(claimed: Shijing) -> None:
    receipt = conclude(claimed, carry_over="1.5", income_variance="2")
    assert receipt.review is not None
    assert [(row.row, row.rule, row.claimed) for row in receipt.review.rows] == [
        ("income-variance", None, None),
        ("carry-over", None, None),
    ]


def test_a_group_and_a_row_of_it_are_not_both_scored(claimed: Shijing) -> None:
    with refused(claimed.desk, "review.overlap") as told:
        conclude(claimed, funds="12", carry_over="1")
    assert told.params == {"row": "carry-over", "group": "funds"}
