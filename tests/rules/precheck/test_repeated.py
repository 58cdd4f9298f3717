from __future__ import annotations

from dataclasses import replace

import pytest

from rules.precheck.find_doubts import demands_reasons
from tests.rules.precheck.doubted import doubts, named, parks, rubric, with_facts, with_results

SURVIVAL = "duties.greening.survival"


def test_the_same_figure_in_two_rows_is_doubted_once_with_both_places() -> None:
    facts = with_results(with_facts(parks(), carry_over="96.53"), survival="96.53")
    (doubt,) = doubts(facts)
    assert (doubt.named, doubt.rows) == ("same-figure/carry-over", ("carry-over", SURVIVAL))
    assert doubt.arithmetic == "96.53 = 96.53"
    assert [one.place for one in doubt.figures] == ["部门决算表4", "绿化台账"]


@pytest.mark.parametrize("value", ["96.5", "96.50", "90", "100"])
def test_a_figure_of_few_digits_may_stand_twice(value: str) -> None:
    assert named(with_results(with_facts(parks(), carry_over=value), survival=value)) == []


def test_how_many_digits_are_many_is_the_rubrics_to_say() -> None:
    facts = with_results(with_facts(parks(), carry_over="96.5"), survival="96.5")
    assert named(facts, rubric(precheck="{repeated_digits: 3}")) == ["same-figure/carry-over"]


def test_the_same_number_in_another_unit_is_another_figure() -> None:
    assert named(with_results(with_facts(parks(), carry_over="51.23"), trees="512.3", survival="95.51")) == []


def test_figures_that_one_row_compares_may_be_equal() -> None:
    assert named(with_facts(parks(), annual_spent="1234.56", annual_budget="1234.56")) == []


def test_reasons_are_demanded_only_where_the_rubric_says_so() -> None:
    assert not demands_reasons(rubric())
    assert not demands_reasons(rubric(precheck="{apart: 500}"))
    assert demands_reasons(rubric(precheck="{reasons: demanded}"))


def test_doubting_is_a_pure_function_of_the_facts_whatever_their_order() -> None:
    facts = with_results(with_facts(parks(), carry_over="101", annual_spent="1300"), trees="399")
    turned = replace(facts, facts=facts.facts[::-1], results=facts.results[::-1])
    assert doubts(facts) == doubts(turned)
