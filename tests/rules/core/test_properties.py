from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.facts import Facts, Result
from rules.core.semantics import interpret, interpret_monitoring, settle
from rules.core.semantics_1.firing import SettlementError
from rules.core.semantics_1.slots import monitoring_slots, scoring_slots
from rules.core.writing import canonical, to_data
from tests.rules.core.sample import HASH, INDICATORS, SAMPLE, VALUES, facts, row, scored

if TYPE_CHECKING:
    from random import Random

    from rules.core.evaluation import Evaluation

MONEY = st.decimals(0, 10**9, places=2).map(str)
RATES = st.decimals(0, 300, places=2).map(str)
ANSWERS = st.sampled_from(["yes", "no"])
CHOICES = st.fixed_dictionaries({
    "spent": MONEY, "mid_spent": MONEY, "budget": st.just("0") | MONEY, "month": st.integers(0, 12).map(str),
    "carry_rate": RATES, "variance_rate": RATES | st.decimals(-100, 0, places=2).map(str), "excess_rate": RATES,
    "first": ANSWERS, "second": ANSWERS | st.just("not-applicable"), "third": ANSWERS | st.just("not-applicable"),
    "deduction": st.decimals(0, 3, places=2).map(str), "award": st.decimals(-10, 10, places=1).map(str),
    "control": RATES,
})  # fmt: skip
FIGURES = st.integers(0, 200).map(str)


@st.composite
def departments(draw: st.DrawFn) -> Facts:
    """Draw any facts that are admitted: any values, any of them missing, any results."""
    values = draw(CHOICES)
    filed = facts(*draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=3)), **values)
    results = tuple(
        Result(
            each.id, "figure", "", applies=draw(st.sampled_from(["yes", "yes", "no"])), unit=each.unit,
            actual=draw(FIGURES) if each.comparator else None, met=None if each.comparator else draw(ANSWERS),
        )
        for each in INDICATORS
        if draw(st.integers(0, 9))
    )  # fmt: skip
    return replace(filed, results=results)


def number(text: str | None) -> Fraction:
    return Fraction(text or "0")


def leaves(evaluation: Evaluation) -> list[tuple[Fraction, Fraction]]:
    decided = (each for each in evaluation.rows if each.leaf and each.score is not None and not each.bonus)
    return [(number(each.score), Fraction(each.points)) for each in decided]


@settings(max_examples=150, deadline=None)
@given(departments())
def test_no_row_earns_less_than_nothing_or_more_than_its_points(department: Facts) -> None:
    assert all(0 <= score <= points for score, points in leaves(scored(department)))


@settings(max_examples=100, deadline=None)
@given(departments())
def test_the_total_is_the_sum_of_the_rounded_leaves(department: Facts) -> None:
    evaluation = scored(department)
    decided = [each for each in evaluation.rows if each.leaf and each.score is not None]
    assert number(evaluation.total) == sum(number(each.score) for each in decided)
    assert number(evaluation.of) == sum(Fraction(each.points) for each in decided)
    assert (evaluation.grade is None) == any(each.score is None for each in evaluation.rows)


@settings(max_examples=100, deadline=None)
@given(departments())
def test_a_group_is_the_sum_of_its_children(department: Facts) -> None:
    rows = scored(department).rows
    for group in (each for each in rows if not each.leaf):
        children = [each for each in rows if each.parent == group.id]
        scores = [each.score for each in children]
        assert Fraction(group.points) == sum(Fraction(each.points) for each in children)
        assert (group.score is None) == (None in scores)
        assert group.score is None or number(group.score) == sum(map(number, scores))


@settings(max_examples=100, deadline=None)
@given(departments(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_never_matters(department: Facts, random: Random) -> None:
    filed, results = list(department.facts), list(department.results)
    random.shuffle(filed)
    random.shuffle(results)
    shuffled = replace(department, facts=tuple(filed), results=tuple(results))
    assert canonical(to_data(scored(shuffled))) == canonical(to_data(scored(department)))


@settings(max_examples=100, deadline=None)
@given(departments())
def test_every_slot_fires_exactly_once(department: Facts) -> None:
    for slots, fired in (
        (scoring_slots(SAMPLE, department), interpret(SAMPLE, department)),
        (monitoring_slots(SAMPLE, department), interpret_monitoring(SAMPLE, department)),
    ):
        extras = {slot.extra for slot in slots}
        assert [sum(rule in fired for rule in slot.rules) for slot in slots] == [1] * len(slots)
        assert len([rule for rule in fired if rule not in extras]) == len(slots)


@settings(max_examples=100, deadline=None)
@given(departments(), st.data())
def test_no_lost_or_doubled_firing_is_settled(department: Facts, data: st.DataObject) -> None:
    fired = [rule for rule in interpret(SAMPLE, department) if not rule.endswith("over-completion")]
    rule = data.draw(st.sampled_from(fired))
    for wrong in ([each for each in fired if each != rule], [*fired, rule]):
        with pytest.raises(SettlementError):
            settle(SAMPLE, HASH, department, tuple(wrong))


@settings(max_examples=100, deadline=None)
@given(RATES, RATES)
def test_more_steps_never_raise_a_score(one: str, other: str) -> None:
    lower, higher = sorted((one, other), key=Fraction)
    for name, key in (("variance", "variance_rate"), ("excess", "excess_rate")):
        scores = [number(row(scored(facts(**{key: value})), name).score) for value in (lower, higher)]
        assert scores[0] >= scores[1]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**9), st.sampled_from([(60, "low", "part"), (100, "part", "full"), (150, "full", "over")]))
def test_one_unit_of_the_raw_figures_decides_at_every_bound(hundreds: int, bound: tuple[int, str, str]) -> None:
    share, below, above = bound
    exactly, unit = Fraction(hundreds * share), Fraction(1, 100)
    bands = [
        row(scored(facts(spent=f"{float_free(exactly + change)}", budget=str(hundreds * 100))), "completion").rules
        for change in (-unit, Fraction(0), unit)
    ]
    owner = below if share == 150 else above
    assert bands == [(f"completion/{below}",), (f"completion/{owner}",), (f"completion/{above}",)]


def float_free(value: Fraction) -> str:
    whole, cents = divmod(value.numerator * 100 // value.denominator, 100)
    return f"{whole}.{cents:02}"


@settings(max_examples=60, deadline=None)
@given(departments(), st.sampled_from(sorted(set(VALUES) - {"control"})))
def test_a_figure_that_is_taken_away_undecides_its_row_instead_of_counting_as_zero(
    department: Facts, name: str
) -> None:
    without = replace(department, facts=tuple(each for each in department.facts if each.input != name))
    evaluation = scored(without)
    asked = {
        "spent": "completion", "mid_spent": "pace", "budget": "completion", "month": "pace", "carry_rate": "carry",
        "variance_rate": "variance", "excess_rate": "excess", "first": "list", "second": "list", "third": "list",
        "deduction": "discretion", "award": "honours",
    }  # fmt: skip
    assert row(evaluation, asked[name]).state == "undecided"
    assert evaluation.grade is None
