from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rules.core.numbers import exact
from tests.rules.precheck.doubted import doubts, named, parks, rubric, with_facts

if TYPE_CHECKING:
    from rules.core.facts import Facts

INPUTS = """
  basic: {name: 基本支出预算, type: money, unit: 万元, source: 部门预算, optional: true}
  project: {name: 项目支出预算, type: money, unit: 万元, source: 部门预算, optional: true}
checks:
  - {id: parts, name: 预算由基本支出和项目支出组成, sum: {basic: 1, project: 1, annual_budget: -1}, equals: 0}
"""
FORM = rubric(INPUTS)


def parted(basic: str, project: str, budget: str = "1200.00") -> Facts:
    """The parks' facts with the parts of their budget."""
    fact = parks().facts[1]
    parts = tuple(replace(fact, input=name, value=value) for name, value in (("basic", basic), ("project", project)))
    return with_facts(replace(parks(), facts=(*parks().facts, *parts)), annual_budget=budget)


def test_a_budget_that_is_not_the_sum_of_its_parts_is_doubted_with_the_difference() -> None:
    (doubt,) = doubts(parted("700.00", "499.99"), FORM)
    assert (doubt.named, doubt.rows) == ("sum-differs/execution", ("execution",))
    assert "= -0.01 ≠ 0" in doubt.arithmetic
    assert {one.input for one in doubt.figures} == {"basic", "project", "annual_budget"}


def test_parts_that_add_up_are_not_doubted() -> None:
    assert named(parted("700.00", "500.00"), FORM) == []


def test_a_sum_without_one_of_its_figures_is_not_doubted() -> None:
    assert named(parted("", "500.00"), FORM) == []


def test_a_check_that_no_row_asks_for_is_named_by_itself() -> None:
    form = rubric(INPUTS.replace(", annual_budget: -1", "").replace("equals: 0", "equals: 1200"))
    assert named(parted("700.00", "400.00"), form) == ["sum-differs/parts"]


AMOUNT = st.integers(min_value=100, max_value=10**6).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@given(basic=AMOUNT, project=AMOUNT, budget=AMOUNT)
def test_a_sum_is_doubted_exactly_where_it_differs_and_by_how_much(basic: str, project: str, budget: str) -> None:
    off = exact(basic) + exact(project) - exact(budget)
    found = [one for one in doubts(parted(basic, project, budget), FORM) if one.code == "sum-differs"]
    assert bool(found) == (off != 0)
    for doubt in found:
        assert Fraction(doubt.arithmetic.rpartition(" = ")[2].removesuffix(" ≠ 0")) == off
