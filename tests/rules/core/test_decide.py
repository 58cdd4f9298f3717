from __future__ import annotations

from dataclasses import replace

import pytest

from rules.core.errors import RulesError
from rules.core.facts import Result
from rules.core.rubric import Metric
from rules.core.semantics import KNOWN, SemanticsError, interpret
from tests.rules.core.sample import INDICATORS, SAMPLE, facts, single, with_result

SLOT = "completion"


def fired(prefix: str, *without: str, **values: str) -> list[str]:
    return [rule for rule in interpret(SAMPLE, facts(*without, **values)) if rule.startswith(f"{prefix}/")]


def indicator(result: Result) -> list[str]:
    start = f"duties/{result.indicator}/"
    rules = interpret(SAMPLE, with_result(facts(), result))
    return [rule.removeprefix(start) for rule in rules if rule.startswith(start)]


def test_rules_are_listed_in_the_order_of_the_rubric() -> None:
    assert interpret(SAMPLE, facts()) == (
        "completion/part", "carry/a", "variance/step-1", "excess/step-0", "pace/fine",
        "list/one/yes", "list/two/not-applicable", "list/three/no", "discretion/deducted", "share/part",
        "duties/shows/met", "duties/shows/over-completion", "duties/waiting/unmet", "duties/staff/met",
        "duties/order/met", "honours/none", "check/pair/agrees",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spent", "budget", "band"),
    [
        ("59.996", "100", "low"), ("60", "100", "part"), ("60.004", "100", "part"), ("99.999999", "100", "part"),
        ("100", "100", "full"), ("150", "100", "full"), ("150.004", "100", "over"), ("0", "100", "low"),
        ("9636.61", "16061.02", "low"), ("9636.612", "16061.02", "part"), ("0", "0", "no-base"), ("1", "0", "no-base"),
        ("3", "0.000001", "over"), ("999999999999999", "999999999999998", "full"),
    ],
)  # fmt: skip
def test_a_ratio_is_compared_unrounded(spent: str, budget: str, band: str) -> None:
    assert fired(SLOT, spent=spent, budget=budget) == [f"{SLOT}/{band}"]


@pytest.mark.parametrize(
    ("rate", "band"), [("10", "a"), ("10.000001", "b"), ("20", "b"), ("20.01", "c"), ("30", "c"), ("30.01", "d")]
)
def test_an_upper_bound_that_is_included_owns_its_value(rate: str, band: str) -> None:
    assert fired("carry", carry_rate=rate) == [f"carry/{band}"]


@pytest.mark.parametrize(
    ("rate", "step"),
    [("4.99", 0), ("5.0", 1), ("9.0", 1), ("9.999999", 1), ("10.0", 2), ("20", 4), ("98.31", 4), ("0", 0), ("-50", 0)],
)
def test_a_full_step_counts_when_it_is_reached(rate: str, step: int) -> None:
    assert fired("variance", variance_rate=rate) == [f"variance/step-{step}"]


@pytest.mark.parametrize(("rate", "step"), [("2", 0), ("2.99", 0), ("3", 1), ("11.99", 9), ("12", 10), ("99", 10)])
def test_steps_are_counted_from_their_start(rate: str, step: int) -> None:
    assert fired("excess", excess_rate=rate) == [f"excess/step-{step}"]


@pytest.mark.parametrize(
    ("spent", "month", "branch"),
    [("44.9999", "6", "slow"), ("45", "6", "fine"), ("45", "7", "slow"), ("90", "12", "fine"), ("45", "0", "no-base")],
)
def test_pace_is_progress_against_the_months_passed(spent: str, month: str, branch: str) -> None:
    assert fired("pace", mid_spent=spent, budget="100", month=month) == [f"pace/{branch}"]


@pytest.mark.parametrize(
    ("prefix", "without", "rules"),
    [
        ("completion", "spent", ["completion/missing"]),
        ("completion", "budget", ["completion/missing"]),
        ("pace", "month", ["pace/missing"]),
        ("variance", "variance_rate", ["variance/missing"]),
        ("discretion", "deduction", ["discretion/missing"]),
        ("honours", "award", ["honours/missing"]),
        ("share", "order", ["share/missing"]),
        ("check", "control", ["check/pair/missing"]),
        ("list", "first", ["list/one/missing", "list/two/not-applicable", "list/three/no"]),
    ],
)
def test_a_missing_figure_is_not_a_zero(prefix: str, without: str, rules: list[str]) -> None:
    assert fired(prefix, without) == rules


def test_a_missing_figure_comes_before_a_zero_denominator() -> None:
    assert fired(SLOT, "spent", budget="0") == [f"{SLOT}/missing"]


@pytest.mark.parametrize(("value", "branch"), [("0", "none"), ("0.5", "awarded"), ("-0.5", "penalised")])
def test_an_award_and_a_penalty_are_different_rules(value: str, branch: str) -> None:
    assert fired("honours", award=value) == [f"honours/{branch}"]


@pytest.mark.parametrize(("control", "branch"), [("109", "agrees"), ("109.000001", "above"), ("108.999999", "below")])
def test_a_check_sees_the_smallest_difference(control: str, branch: str) -> None:
    assert fired("check", control=control) == [f"check/pair/{branch}"]


@pytest.mark.parametrize(
    ("result", "branches"),
    [
        (Result("shows", "figure", "", actual="15", unit="场"), ["met"]),
        (Result("shows", "figure", "", actual="14.999999", unit="场"), ["unmet"]),
        (Result("shows", "figure", "", actual="19.5", unit="场"), ["met", "over-completion"]),
        (Result("shows", "figure", "", actual="19.499999", unit="场"), ["met"]),
        (Result("shows", "figure", "", unit="场"), ["missing"]),
        (Result("shows", "figure", "", actual="99", unit="场", applies="no"), ["not-applicable"]),
        (Result("waiting", "figure", "", actual="30", unit="天"), ["met"]),
        (Result("waiting", "figure", "", actual="30.000001", unit="天"), ["unmet"]),
        (Result("waiting", "figure", "", actual="0", unit="天"), ["met"]),
        (Result("staff", "figure", "", actual="42", unit="人"), ["met"]),
        (Result("staff", "figure", "", actual="42.000001", unit="人"), ["unmet"]),
        (Result("order", "statement", "", met="no"), ["unmet"]),
        (Result("order", "statement", ""), ["missing"]),
    ],
)
def test_an_indicator_is_met_or_it_is_not(result: Result, branches: list[str]) -> None:
    assert indicator(result) == branches


def test_a_target_of_zero_cannot_be_over_completed() -> None:
    given = replace(facts(), indicators=(replace(INDICATORS[0], target="0"), *INDICATORS[1:]))
    assert "duties/shows/over-completion" not in interpret(SAMPLE, given)


def test_an_indicator_that_does_not_apply_counts_in_all_but_not_in_met() -> None:
    given = with_result(with_result(facts(), Result("waiting", "figure", "", actual="1", unit="天")),
                        Result("order", "statement", "", applies="no"))  # fmt: skip
    assert "share/part" in interpret(SAMPLE, given)


def test_all_indicators_met_is_a_hundred_per_cent() -> None:
    given = with_result(facts(), Result("waiting", "figure", "", actual="1", unit="天"))
    assert "share/full" in interpret(SAMPLE, given)


def test_a_share_of_no_indicators_has_no_base() -> None:
    given = replace(facts(), tasks=(), indicators=(), results=())
    assert "share/no-base" in interpret(SAMPLE, given)


def test_the_rows_value_may_fall_into_no_band_and_then_nothing_fires() -> None:
    body = {"metric": {"value": "x"}, "bands": [{"id": "only", "when": "[0, 1)", "result": "full"}]}
    gap = single("gap", "2", "piecewise", body, {"x": {"name": "x", "type": "count", "unit": "个"}})
    given = replace(facts(), facts=(replace(facts().facts[0], input="x", value="1", unit="个"),))
    assert interpret(gap, given) == ()


def test_a_metric_that_measures_nothing_is_refused() -> None:
    broken = SAMPLE.rows[0].rows[0].rows[0]
    assert broken.piecewise is not None
    shape = replace(broken.piecewise, metric=Metric())
    with pytest.raises(RulesError, match=r"semantics\.no-metric"):
        interpret(replace(SAMPLE, rows=(replace(broken, piecewise=shape),)), facts())


def test_an_unknown_version_of_the_meaning_is_refused_by_name() -> None:
    with pytest.raises(SemanticsError) as caught:
        interpret(replace(SAMPLE, semantics=99), facts())
    assert (caught.value.code, caught.value.params) == ("semantics.unknown", {"version": "99", "known": "1"})
    assert KNOWN == (1,)
