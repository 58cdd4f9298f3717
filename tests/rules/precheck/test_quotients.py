from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.core.facts import Claim
from rules.core.numbers import exact
from tests.rules.precheck.doubted import doubts, named, parks, rubric, with_facts

SPENT_OVER = {"annual_spent": "1300.00", "annual_budget": "1200.00"}


def test_figures_that_agree_are_not_doubted() -> None:
    assert named(parks()) == []


def test_spending_above_the_budget_is_doubted_with_both_figures_and_their_quotient() -> None:
    (doubt,) = doubts(with_facts(parks(), **SPENT_OVER))
    assert (doubt.named, doubt.rows) == ("over-hundred/execution", ("execution",))
    assert doubt.arithmetic == "1300 ÷ 1200 = 108.33333333…% > 100%"
    assert [(one.input, one.value, one.place) for one in doubt.figures] == [
        ("annual_spent", "1300.00", "部门决算表1"),
        ("annual_budget", "1200.00", "部门预算表1"),
    ]


@pytest.mark.parametrize("spent", ["1200.00", "1199.99", "0"])
def test_a_quotient_of_at_most_a_hundred_per_cent_is_not_doubted(spent: str) -> None:
    assert named(with_facts(parks(), annual_spent=spent)) == []


def test_a_missing_figure_is_not_doubted() -> None:
    assert named(with_facts(parks(), annual_budget="", annual_spent="1300")) == []


@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        ("18.46", "quotient-inverted/execution"),  # 1200 ÷ 1300 × 20 = 18.4615…
        ("18.5", "quotient-inverted/execution"),
        ("20", "over-hundred/execution"),
        ("18.47", "over-hundred/execution"),
    ],
)
def test_a_claim_that_fits_the_quotient_upside_down_says_so(claimed: str, found: str) -> None:
    facts = replace(with_facts(parks(), **SPENT_OVER), claims=(Claim("execution", claimed, "自评表"),))
    assert named(facts) == [found]


def test_upside_down_shows_both_quotients() -> None:
    facts = replace(with_facts(parks(), **SPENT_OVER), claims=(Claim("execution", "18.46", "自评表"),))
    (doubt,) = doubts(facts)
    assert doubt.arithmetic == "1300 ÷ 1200 = 108.33333333…%; 1200 ÷ 1300 = 92.30769230…%"


def test_yuan_beside_ten_thousand_yuan_is_one_doubt_and_not_two() -> None:
    assert named(with_facts(parks(), annual_spent="11400000.00")) == ["unit-slip/execution"]
    assert named(with_facts(parks(), annual_budget="12000000.00")) == ["unit-slip/execution"]


def test_how_far_amounts_lie_apart_is_the_rubrics_to_say() -> None:
    far = with_facts(parks(), annual_budget="60000.00")  # 1140 ÷ 60000 = 1.9 %
    assert named(far) == []
    assert named(far, rubric(precheck="{apart: 50}")) == ["unit-slip/execution"]


@pytest.mark.parametrize(
    ("rate", "found"),
    [("100", []), ("100.01", ["over-hundred/carry-over"]), ("1.01", []), ("1", ["ratio-for-percent/carry-over"]),
     ("0.075", ["ratio-for-percent/carry-over"]), ("0", [])],
)  # fmt: skip
def test_a_typed_rate_is_doubted_above_a_hundred_and_where_a_ratio_may_be_meant(rate: str, found: list[str]) -> None:
    assert named(with_facts(parks(), carry_over=rate)) == found


def test_what_lies_above_its_declared_limit_is_doubted() -> None:
    form = rubric(precheck="{limits: [{of: mid_year_spent, to: annual_spent}]}")
    fact = parks().facts[0]
    early = replace(fact, input="mid_year_spent", value="1140.01", place="国库执行数据")
    facts = replace(parks(), facts=(*parks().facts, early))
    (doubt,) = doubts(facts, form)
    assert (doubt.named, doubt.arithmetic) == ("over-limit/execution", "1140.01 > 1140")
    assert named(with_facts(facts, mid_year_spent="1140.00"), form) == []


def test_a_limit_that_a_row_divides_anyway_is_doubted_once() -> None:
    form = rubric(precheck="{limits: [{of: annual_spent, to: annual_budget}]}")
    assert named(with_facts(parks(), **SPENT_OVER), form) == ["over-hundred/execution"]


MONEY = st.integers(min_value=1, max_value=10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@given(spent=MONEY, budget=MONEY)
def test_the_arithmetic_of_a_quotient_is_exact(spent: str, budget: str) -> None:
    facts = with_facts(parks(), annual_spent=spent, annual_budget=budget)
    rate = exact(spent) / exact(budget) if exact(budget) else None
    found = [one for one in doubts(facts) if one.row == "execution" and one.code != "same-figure"]
    if rate is None:
        assert found == []
        return
    apart = rate > 0 and not Fraction(1, 1000) < rate < 1000
    assert [one.code for one in found] == (["unit-slip"] if apart else ["over-hundred"] if rate > 1 else [])
    for doubt in found:
        shown = doubt.arithmetic.partition(" = ")[2].partition("%")[0]
        cut = exact_of(shown.removesuffix("…"))
        assert 0 <= rate * 100 - cut < Fraction(1, 10**8)
        assert shown.endswith("…") == (rate * 100 != cut)


def exact_of(text: str) -> Fraction:
    return Fraction(text)
