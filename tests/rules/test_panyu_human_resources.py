from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from rules.comparison import compare, prints
from tests.rules.panyu import beside, changed, filed, printed, scored, with_claims

SCENARIO = "panyu_2023/human_resources"


def test_every_row_that_can_be_computed_comes_out_as_printed_or_its_difference_is_named() -> None:
    compared = beside(SCENARIO)
    assert compared.unexplained == ()
    assert {row.row for row in compared.rows if row.matches} == {
        "execution", "disclosure", "accounts-disclosure", "performance-disclosure", "performance-management",
        "procurement", "assets",
    }  # fmt: skip
    named = [(row.row, row.because.id) for row in compared.rows if row.because is not None and not row.matches]
    assert named == [("procurement-policy", "D27")]


def test_the_bases_listed_beforehand_are_those_that_the_scoring_derives() -> None:
    compared = beside(SCENARIO)
    assert [(row.row, row.listed, row.derived) for row in compared.rows if row.listed != row.derived] == []
    assert compared.total.listed == compared.total.derived == "claimed"


def test_the_score_covers_what_can_be_scored_and_has_no_grade() -> None:
    evaluation = scored(filed(SCENARIO))
    assert (evaluation.total, evaluation.of, evaluation.grade) == ("48.92", "49", None)


@pytest.mark.parametrize(
    ("rate", "row", "total", "shown", "as_printed"),
    [("99.2", "9.92", "99.916", "99.92", True), ("99.1", "9.91", "99.906", "99.91", False)],
)
def test_the_stated_rate_gives_the_printed_total_and_the_amounts_give_another(
    rate: str, row: str, total: str, shown: str, *, as_printed: bool
) -> None:
    evaluation = scored(changed(filed(SCENARIO), execution_rate=rate))
    rows = {each.id: each.exact or "" for each in evaluation.rows}
    assert Fraction(rows["execution"]) == Fraction(row)
    assert with_claims(evaluation, "management") == Fraction("49.996")
    assert with_claims(evaluation) == Fraction(total)
    assert prints(with_claims(evaluation), shown)
    assert prints(with_claims(evaluation), printed(SCENARIO).total.score) is as_printed


def test_the_second_rate_is_what_the_printed_amounts_give() -> None:
    facts = {fact.input: fact.value for fact in filed(SCENARIO).facts}
    rate = 100 * Fraction(facts["annual_spent"]) / Fraction(facts["annual_budget"])
    assert prints(rate, facts["other_execution_rate"])
    assert not prints(rate, facts["execution_rate"])


def test_the_share_bought_from_small_businesses_costs_four_thousandths() -> None:
    evaluation = scored(filed(SCENARIO))
    assert {row.id: row.lost for row in evaluation.rows if row.leaf}["procurement-policy"] == "0.004"
    assert {row.id: row.score for row in evaluation.rows}["procurement"] == "9.996"


def test_the_rules_find_two_defects_and_the_missing_reason_for_the_form() -> None:
    compared = beside(SCENARIO)
    found = {each.defect.id: each.remark for each in compared.defects}
    assert list(found) == ["D26", "D27", "D28", "D29", "D30"]
    assert [name for name, remark in found.items() if remark is not None] == ["D26", "D29"]
    assert found["D26"] is not None
    assert found["D26"].reason.params["difference"] == "0.1%"
    assert found["D29"] is not None
    assert found["D29"].reason.params["difference"] == "0.01"
    assert [remark.id for remark in compared.unnamed] == ["variant-assumed"]


def test_deleting_what_was_published_changes_no_score() -> None:
    evaluation = scored(filed(SCENARIO))
    nothing = replace(printed(SCENARIO), rows=(), defects=(), differences=())
    assert compare(evaluation, nothing).rows == ()
    assert scored(filed(SCENARIO)) == evaluation
