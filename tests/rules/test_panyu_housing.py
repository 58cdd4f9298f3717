from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from rules.comparison import compare, prints
from rules.core.facts import Fact, Facts
from rules.core.numbers import exact
from tests.rules.panyu import beside, changed, filed, printed, scored, with_claims

SCENARIO = "panyu_2023/housing"
UNSPLIT = {"budget-execution", "performance-management", "assets"}


def test_every_row_that_can_be_computed_comes_out_as_printed_or_its_difference_is_named() -> None:
    compared = beside(SCENARIO)
    assert compared.unexplained == ()
    assert {row.row for row in compared.rows if row.computed is not None and not row.matches} == {"execution"}
    assert [row.because.id for row in compared.rows if row.because is not None] == ["D2"]
    assert sum(row.matches for row in compared.rows) == 8


def test_the_bases_listed_beforehand_are_derived_and_a_group_that_is_only_claimed_is_not_computed() -> None:
    compared = beside(SCENARIO)
    assert [row.row for row in compared.rows if row.listed != row.derived] == []
    assert {row.computed for row in compared.rows if row.row in UNSPLIT} == {None}
    assert compared.total.listed == compared.total.derived == "claimed"


def test_the_form_without_special_funds_closes_the_gap_in_the_printed_subtotal() -> None:
    rows = {row.id: row for row in printed(SCENARIO).rows}
    parts = [rows[each] for each in ("output-targets", "benefit-targets", "execution")]
    assert sum(exact(row.points) for row in parts) == 45
    assert sum(exact(row.score) for row in parts) == Fraction("44.16")
    evaluation = scored(filed(SCENARIO))
    scores = {row.id: row.score for row in evaluation.rows}
    assert (scores["execution"], scores["effectiveness"]) == ("9.840", "49.040")
    assert exact(rows["effectiveness"].score) == Fraction("49.04")


def test_the_other_rate_on_ten_points_does_not_close_the_gap() -> None:
    evaluation = scored(changed(filed(SCENARIO), execution_rate="99.14"))
    assert {row.id: row.score for row in evaluation.rows}["effectiveness"] == "49.114"


def test_the_unrounded_amounts_close_the_gap_as_well() -> None:
    facts = {fact.input: fact.value for fact in filed(SCENARIO).facts}
    rate = Fraction(facts["annual_spent"]) / Fraction(facts["annual_budget"])
    assert prints(100 * rate, facts["execution_rate"])
    assert prints(Fraction("39.2") + 10 * rate, "49.04")


def test_the_sentence_about_the_row_is_the_form_with_special_funds() -> None:
    rate = Fact("execution_rate", "99.14", "figure", "二、（二）1.（3）", "%")
    rows = {row.id: row.exact for row in scored(Facts("住建局", (rate,)), special_funds=True).rows}
    assert rows["execution"] is not None
    assert Fraction(rows["execution"]) == Fraction("4.957")
    assert prints(Fraction(rows["execution"]), "4.96")


def test_the_printed_groups_add_up_to_the_printed_total() -> None:
    document = printed(SCENARIO)
    rows = {row.id: exact(row.score) for row in document.rows}
    parts = ("budgeting", "disclosure", "procurement", "costs")
    evaluation = scored(filed(SCENARIO))
    assert all(with_claims(evaluation, part) == rows[part] for part in parts)
    whole = with_claims(evaluation, "effectiveness", *parts) + sum(rows[each] for each in UNSPLIT)
    assert prints(whole, document.total.score)


def test_the_rules_find_the_second_rate_and_the_wrong_year() -> None:
    compared = beside(SCENARIO)
    found = {each.defect.id: each.remark for each in compared.defects}
    assert list(found) == ["D1", "D2", "D3", "D4", "D33", "D34", "D35"]
    assert [name for name, remark in found.items() if remark is not None] == ["D2", "D3"]
    assert found["D2"] is not None
    assert found["D2"].reason.params["difference"] == "-0.74%"
    assert [remark.id for remark in compared.unnamed] == ["variant-assumed"]


def test_deleting_what_was_published_changes_no_score() -> None:
    evaluation = scored(filed(SCENARIO))
    nothing = replace(printed(SCENARIO), rows=(), defects=(), differences=())
    assert compare(evaluation, nothing).rows == ()
    assert scored(filed(SCENARIO)) == evaluation
