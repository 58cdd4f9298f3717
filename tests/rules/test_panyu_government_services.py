from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from rules.comparison import compare, prints
from rules.core.errors import FactsError
from tests.rules.panyu import beside, changed, filed, form, printed, scored, with_claims

SCENARIO = "panyu_2023/government_services"
WITHOUT = "facts-no-special-funds.yaml"
OVERSPENT = Fraction("1.5")


def test_every_row_that_can_be_computed_comes_out_as_printed_or_its_difference_is_named() -> None:
    compared = beside(SCENARIO, special_funds=True)
    assert compared.unexplained == ()
    computed = {row.row: row.matches for row in compared.rows if row.computed is not None}
    assert computed == {"execution": True, "office-costs": False, "three-public-costs": True}
    named = [(row.row, row.because.id, row.difference) for row in compared.rows if row.because is not None]
    assert named == [("office-costs", "D9", "-1.5")]


def test_the_bases_listed_beforehand_are_those_that_the_scoring_derives() -> None:
    compared = beside(SCENARIO, special_funds=True)
    assert [(row.row, row.listed, row.derived) for row in compared.rows if row.listed != row.derived] == []
    assert compared.total.listed == compared.total.derived == "claimed"


def test_with_special_funds_rules_and_claims_give_the_printed_scores_but_for_the_overspent_office_costs() -> None:
    evaluation = scored(filed(SCENARIO), special_funds=True)
    assert with_claims(evaluation, "effectiveness") == Fraction("49.3595")
    assert prints(with_claims(evaluation, "effectiveness"), "49.4")
    assert with_claims(evaluation, "management") + OVERSPENT == 45
    assert prints(with_claims(evaluation) + OVERSPENT, printed(SCENARIO).total.score)


def test_without_special_funds_the_same_report_has_less() -> None:
    evaluation = scored(filed(SCENARIO, WITHOUT))
    assert with_claims(evaluation, "effectiveness") == Fraction("48.719")
    assert prints(with_claims(evaluation, "effectiveness"), "48.72")
    assert with_claims(evaluation) + OVERSPENT == Fraction("93.719")


@pytest.mark.parametrize(("name", "special_funds"), [("facts.yaml", False), (WITHOUT, True)])
def test_either_reading_is_refused_by_the_form_of_the_other(name: str, *, special_funds: bool) -> None:
    facts = replace(filed(SCENARIO, name), claims=())
    with pytest.raises(FactsError) as refused:
        scored(facts, special_funds=special_funds)
    (problem,) = refused.value.problems
    assert problem.code == "facts.other-variant"
    assert form(special_funds=not special_funds).rubric.variant in problem.params.values()


def test_the_two_readings_differ_only_in_the_fund_and_in_what_is_claimed_of_effectiveness() -> None:
    one, other = filed(SCENARIO), filed(SCENARIO, WITHOUT)
    assert one.facts[1:] == other.facts[1:]
    assert set(one.claims) & set(other.claims) == {each for each in one.claims if each.place == "二、（二）2."}


def test_the_swapped_ratio_is_found_because_the_amounts_are_scored_and_not_the_printed_rate() -> None:
    facts = {fact.input: Fraction(fact.value) for fact in filed(SCENARIO).facts}
    spent, budget = facts["office_cost_spent"], facts["office_cost_budget"]
    assert prints(100 * budget / spent, "85.65")
    assert prints(100 * spent / budget, "116.76")
    turned = changed(filed(SCENARIO), office_cost_spent="56.40", office_cost_budget="65.85")
    rows = {row.id: row.score for row in scored(turned, special_funds=True).rows}
    assert rows["office-costs"] == "2.000"


def test_the_unit_that_the_report_misprints_is_refused() -> None:
    facts = filed(SCENARIO)
    yuan = tuple(replace(one, unit="元") if one.input == "project_spent" else one for one in facts.facts)
    with pytest.raises(FactsError) as refused:
        scored(replace(facts, facts=yuan), special_funds=True)
    assert [problem.code for problem in refused.value.problems] == ["facts.wrong-money-unit"]


def test_the_rules_find_two_defects_and_the_form_is_proved_by_a_figure() -> None:
    compared = beside(SCENARIO, special_funds=True)
    found = {each.defect.id: each.remark for each in compared.defects}
    assert list(found) == [f"D{number}" for number in range(8, 19)]
    assert [name for name, remark in found.items() if remark is not None] == ["D8", "D18"]
    assert found["D8"] is not None
    assert found["D8"].reason.params["difference"] == "2788.44"
    assert compared.unnamed == ()


def test_deleting_what_was_published_changes_no_score() -> None:
    evaluation = scored(filed(SCENARIO), special_funds=True)
    nothing = replace(printed(SCENARIO), rows=(), defects=(), differences=())
    assert compare(evaluation, nothing).rows == ()
    assert scored(filed(SCENARIO), special_funds=True) == evaluation
