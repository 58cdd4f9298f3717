"""The final score: what a reviewer may score, how groups with undecided rows count, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rules.core.review import FinalScore, ReviewError, final_score
from rules.core.writing import to_data
from tests.rules.core.sample import SAMPLE, facts, scored, with_claim

if TYPE_CHECKING:
    from rules.core.facts import Facts

WHOLE = facts()
# Two rows of the group "money" have no figures; "money" itself is claimed with 20.5 of 22 points.
OPEN = with_claim(facts("carry_rate", "variance_rate"), "money", "20.5")


def data(given: Facts) -> list[dict[str, Any]]:
    written = to_data(scored(given))
    assert isinstance(written, dict)
    rows: Any = written["rows"]
    return list(rows)


def final(given: Facts, **scores: str) -> FinalScore:
    return final_score(SAMPLE, data(given), {name.replace("_", "-"): score for name, score in scores.items()})


def refused(given: Facts, **scores: str) -> ReviewError:
    with pytest.raises(ReviewError) as caught:
        final(given, **scores)
    return caught.value


def test_a_review_without_scores_confirms_every_row_and_lists_none() -> None:
    assert final(WHOLE) == FinalScore(scored(WHOLE).total, str(scored(WHOLE).grade), ())


def test_a_scored_row_stands_beside_its_rule_score_and_its_claim() -> None:
    (row,) = final(with_claim(WHOLE, "completion", "2"), completion="1.5").rows
    assert (row.row, row.name, row.points, row.rule, row.claimed, row.score) == (
        "completion",
        "completion行",
        "2",
        "1.87",
        "2",
        "1.5",
    )


def test_scored_rows_are_listed_in_the_order_of_the_rubric() -> None:
    assert [row.row for row in final(WHOLE, list="1", completion="1").rows] == ["completion", "list"]


def test_every_undecided_row_is_named_at_once() -> None:
    error = refused(OPEN)
    assert (error.code, error.params) == ("review.incomplete", {"count": "2"})
    assert [(problem.code, problem.path, problem.params["row"]) for problem in error.problems] == [
        ("review.row-undecided", ("rows", "carry"), "carry"),
        ("review.row-undecided", ("rows", "variance"), "variance"),
    ]


def test_an_undecided_row_that_is_left_out_beside_another_is_still_named() -> None:
    assert [problem.params["row"] for problem in refused(OPEN, carry="1").problems] == ["variance"]


def test_undecided_rows_are_decided_one_by_one() -> None:
    of = final(OPEN, carry="1", variance="2")
    assert hundredths(of.total) == hundredths(scored(OPEN).total) + 300
    assert [(row.row, row.rule, row.score) for row in of.rows] == [("carry", None, "1"), ("variance", None, "2")]


def hundredths(total: str) -> int:
    """Hundredths of a point."""
    whole, _, cents = total.partition(".")
    return int(whole + cents)


def test_a_group_with_undecided_rows_is_scored_as_a_whole_in_place_of_all_that_it_holds() -> None:
    decided = [row for row in data(OPEN) if row["parent"] == "money" and row["score"] is not None]
    inside = sum(hundredths(row["score"]) for row in decided)
    of = final(OPEN, money="20")
    assert hundredths(of.total) == hundredths(scored(OPEN).total) - inside + 2000
    (row,) = of.rows
    assert (row.row, row.points, row.rule, row.claimed, row.score) == ("money", "22", None, "20.5", "20")


def test_a_group_further_up_takes_everything_below_it_along() -> None:
    of = final(OPEN, management="40")
    below = {"money", "list", "discretion", "share", "completion", "excess", "pace"}
    outside = [row for row in data(OPEN) if row["leaf"] and row["parent"] != "money" and row["id"] not in below]
    assert hundredths(of.total) == 4000 + sum(hundredths(row["score"]) for row in outside)


def test_a_group_that_lacks_nothing_is_not_scored_as_a_whole() -> None:
    assert (refused(WHOLE, money="20").code, refused(OPEN, performance="1").code) == (
        "review.group-decided",
        "review.group-decided",
    )


@pytest.mark.parametrize("inside", ["carry", "completion"])
def test_neither_an_open_nor_a_decided_row_is_scored_inside_a_scored_group(inside: str) -> None:
    error = refused(OPEN, money="20", **{inside: "1"})
    assert (error.code, error.params) == ("review.overlap", {"row": inside, "group": "money"})


def test_a_group_inside_a_scored_group_is_refused_too() -> None:
    assert refused(OPEN, management="30", money="20").params == {"row": "money", "group": "management"}


@pytest.mark.parametrize("score", ["-0.01", "22.01"])
def test_a_groups_score_lies_between_nothing_and_its_points(score: str) -> None:
    error = refused(OPEN, money=score)
    assert (error.code, error.params["least"], error.params["most"]) == ("review.out-of-range", "0", "22")


def test_a_groups_score_is_no_finer_than_the_rubric_rounds() -> None:
    assert refused(OPEN, money="20.125").code == "review.too-fine"


@pytest.mark.parametrize("score", ["1.87", "1.870"])
def test_the_rule_score_itself_is_no_change(score: str) -> None:
    assert refused(WHOLE, completion=score).params == {"row": "completion", "score": score}


def test_a_claim_of_the_same_height_does_not_make_a_review_score_superfluous() -> None:
    (row, _) = final(with_claim(facts("carry_rate", "variance_rate"), "carry", "1"), carry="1", variance="0").rows
    assert (row.claimed, row.score, row.rule) == ("1", "1", None)
