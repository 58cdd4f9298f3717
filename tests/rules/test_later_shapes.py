"""Degrees, tiers, series and incidents: what may be filed, what it is worth, and why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from rules.core.admission import admit
from rules.core.errors import FactsError, Problem
from rules.core.evaluation import Reason
from rules.core.facts import Claim, Facts, Result
from rules.core.missing import missing_inputs
from rules.core.rubric import Indicators, Mean, Metric, Row
from rules.core.semantics import interpret
from rules.core.semantics_1.decide_indicator import standing
from rules.core.semantics_1.filed import filed
from rules.engine import Network
from rules.errors import NetworkError
from rules.network.networks import Networks
from rules.network.plan import Plan
from rules.outline import outline, outline_total
from tests.rules.core.vectors_of_shapes import cases
from tests.rules.form import INDICATORS, RESULTS, came, facts
from tests.rules.scored_form import RUBRIC, row, scored

PIECEWISE = next(row.piecewise for row in RUBRIC.rows[2:3] if row.piecewise)


def problems(given: Facts) -> tuple[Problem, ...]:
    with pytest.raises(FactsError) as caught:
        admit(RUBRIC, given)
    return caught.value.problems


def with_indicator(name: str, **changes: str | None) -> Facts:
    changed = (replace(each, **changes) if each.id == name else each for each in INDICATORS)
    return replace(facts(), indicators=tuple(changed))


JUDGED = RESULTS[2]
TIERS = "tier-a [80%, 100%], tier-b [60%, 80%), tier-c [0%, 60%)"


@pytest.mark.parametrize(
    ("given", "code", "params"),
    [
        (facts(special_funds="0.01"), "facts.other-variant",
         {"input": "专项资金预算", "value": "0.01", "otherwise": "有专项资金"}),
        (facts(monthly="99.1,107,98.2,97"), "facts.series-long", {"input": "monthly", "given": "4", "wanted": "3"}),
        (facts(monthly=" , "), "facts.series-empty", {"input": "monthly"}),
        (facts(monthly="99.1,1e2,98"), "facts.exponent", {"input": "monthly", "value": "1e2"}),
        (facts(monthly="99.1%,98,97"), "facts.percent-sign", {"input": "monthly", "value": "99.1%", "wanted": "99.1"}),
        (facts(monthly="99.1,-1,97"), "facts.too-small", {"input": "monthly", "value": "-1", "least": "0"}),
        (facts(months="0", monthly="99.1"), "facts.too-small", {"input": "months", "value": "0", "least": "1"}),
        (with_indicator("roads", category=None), "facts.category-missing",
         {"indicator": "roads", "category": "", "wanted": "output, benefit, satisfaction"}),
        (with_indicator("roads", points="9"), "facts.points-sum", {"row": "output", "sum": "21", "wanted": "20"}),
        (with_indicator("roads", target="0"), "facts.target-not-positive",
         {"indicator": "roads", "target": "0", "comparator": ">="}),
        (with_indicator("delay", target="-1"), "facts.target-not-positive",
         {"indicator": "delay", "target": "-1", "comparator": "<="}),
        (facts(results=(Result("order", "statement", "", met="yes"),)), "facts.share-wanted",
         {"indicator": "order", "tiers": TIERS}),
        (facts(results=(replace(JUDGED, share="100.01%"),)), "facts.share-outside",
         {"indicator": "order", "value": "100.01%", "tiers": TIERS}),
        (facts(results=(replace(JUDGED, share="85"),)), "facts.bad-share", {"indicator": "order", "value": "85"}),
        (facts(results=(replace(JUDGED, basis=None),)), "facts.basis-short",
         {"indicator": "order", "length": "0", "least": "4"}),
        (facts(results=(replace(JUDGED, basis=" 三个字 "),)), "facts.basis-short",
         {"indicator": "order", "length": "3", "least": "4"}),
        (facts(results=(replace(came("roads", "30"), share="85%"),)), "facts.share-unwanted", {"indicator": "roads"}),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_refused_with_what_would_be_right(
    given: Facts, code: str, params: dict[str, str]
) -> None:
    assert [(each.code, each.params) for each in problems(given) if each.code == code] == [(code, params)]


def test_without_the_figure_that_chooses_the_variant_nothing_is_refused_and_a_remark_says_so() -> None:
    (remark,) = scored(facts("special_funds")).remarks
    assert remark.reason == Reason("variant-assumed", {"input": "专项资金预算", "otherwise": "有专项资金"})


def test_an_indicator_of_a_category_that_no_row_scores_is_refused() -> None:
    rows = tuple(each for each in RUBRIC.rows if each.id != "benefit")
    with pytest.raises(FactsError) as caught:
        admit(replace(RUBRIC, rows=rows), facts())
    assert {each.code for each in caught.value.problems} >= {"facts.category-unscored"}


def test_what_is_still_wanted_names_series_shares_and_rows_without_targets() -> None:
    assert missing_inputs(RUBRIC, facts()) == ()
    assert missing_inputs(RUBRIC, facts(monthly="99,,98")) == ("monthly",)
    assert missing_inputs(RUBRIC, facts(results=(replace(JUDGED, share=None),))) == ("results/order",)
    nothing = replace(facts(), tasks=(), indicators=(), results=())
    assert missing_inputs(RUBRIC, nothing) == ("indicators/benefit",)


def test_a_claim_on_a_series_row_stands_in_for_the_number_of_its_terms_too() -> None:
    given = facts("monthly", "months")
    assert set(missing_inputs(RUBRIC, given)) == {"months", "monthly"}
    assert missing_inputs(RUBRIC, replace(given, claims=(Claim("execution", "1", "自评表"),))) == ()


def test_a_series_that_is_not_whole_says_how_much_of_it_is_there() -> None:
    only = row(scored(facts(monthly="99.1,,98.2")), "execution")
    assert (only.score, only.rules) == (None, ("execution/missing",))
    assert only.reason == Reason("series-incomplete", {"input": "各月执行率", "given": "2", "wanted": "3"})
    assert row(scored(facts("months")), "execution").reason.params == {"inputs": "有计划的月数"}
    assert row(scored(facts("months", "monthly")), "execution").reason.params == {"inputs": "各月执行率、有计划的月数"}


def test_each_term_is_cut_off_before_the_mean_and_the_arithmetic_shows_it() -> None:
    only = row(scored(facts(monthly="50,150,100")), "execution")
    assert (only.score, only.exact) == ("8.33", "25/3")
    assert only.arithmetic == "(50% + min(150%, 100%) + 100%) ÷ 3 × 10 = 8.33333333… → 8.33"


@pytest.mark.parametrize(
    ("indicator", "actual", "rule", "score", "arithmetic"),
    [
        ("roads", "18", "part", "4.80", "18 ÷ 30 = 60%; 60% × 8 = 4.8"),
        ("roads", "17.999999", "low", "0.00", "17.999999 ÷ 30 = 59.99999666…% ⇒ 0"),
        ("roads", "45", "full", "8.00", "45 ÷ 30 = 150% ⇒ 8"),
        ("roads", "45.000001", "over", "4.00", "45.000001 ÷ 30 = 150.00000333…% ⇒ 8 × 50% = 4"),
        ("roads", "-1", "low", "0.00", "max(0, -1 ÷ 30) = 0% ⇒ 0"),
        ("delay", "36", "part", "10.00", "30 ÷ 36 = 83.33333333…%; 83.33333333…% × 12 = 10"),
        ("delay", "20", "full", "12.00", "30 ÷ 20 = 150% ⇒ 12"),
        ("delay", "0", "over", "6.00", "30 ÷ 0 = ∞ ⇒ 12 × 50% = 6"),
        ("waste", "120", "part", "3.20", "2 − 120 ÷ 100 = 80%; 80% × 4 = 3.2"),
        ("waste", "140", "part", "2.40", "2 − 140 ÷ 100 = 60%; 60% × 4 = 2.4"),
        ("waste", "140.000001", "low", "0.00", "2 − 140.000001 ÷ 100 = 59.999999% ⇒ 0"),
        ("waste", "250", "low", "0.00", "max(0, 2 − 250 ÷ 100) = 0% ⇒ 0"),
        ("waste", "0", "full", "4.00", "2 − 0 ÷ 100 = 200% ⇒ 4"),
        ("pleased", "45", "low", "0.00", "45 ÷ 90 = 50% ⇒ 0"),
        ("pleased", "95", "full", "6.00", "95 ÷ 90 = 105.55555555…% ⇒ 6"),
    ],
)
def test_a_completion_rate_is_worth_what_its_band_says(
    indicator: str, actual: str, rule: str, score: str, arithmetic: str
) -> None:
    given = facts(results=(came(indicator, actual),))
    place = next(each for each in scored(given).rows if each.id.endswith(f".{indicator}"))
    assert [each.rpartition("/")[2] for each in place.rules if not each.endswith("completion")] == [rule]
    assert (place.score, place.arithmetic) == (score, arithmetic)
    assert Networks(Plan(RUBRIC), Network).score(given) == interpret(RUBRIC, given)


def test_a_band_and_a_tier_say_why_the_others_did_not_fire() -> None:
    evaluation = scored(facts(results=(came("delay", "0"),)))
    rated, judged = row(evaluation, "output.works.delay"), row(evaluation, "benefit.works.order")
    assert {each.rule.rpartition("/")[2]: each.because for each in rated.unfired} == {
        "low": "∞ > 60%", "part": "∞ > 100%", "full": "∞ > 150%", "not-applicable": "延误天数 = 0",
        "missing": "延误天数 = 0",
    }  # fmt: skip
    assert {each.rule.rpartition("/")[2]: each.because for each in judged.unfired} == {
        "tier-b": "85% ≥ 80%", "tier-c": "85% ≥ 60%", "not-applicable": "秩序良好 = 85%", "missing": "秩序良好 = 85%",
    }  # fmt: skip
    assert judged.reason == Reason("judged-share", {"share": "85%", "basis": "巡查记录齐全"})
    assert judged.basis == "stated"


def test_a_row_without_any_target_is_zero_by_a_rule_of_its_own() -> None:
    given = replace(facts(), indicators=INDICATORS[2:], results=RESULTS[2:])
    only = row(scored(given), "output")
    assert (only.score, only.rules, only.reason) == ("0.00", ("output/none-filed",), Reason("none-filed", {}))
    assert Networks(Plan(RUBRIC), Network).score(given) == interpret(RUBRIC, given)


def test_met_means_that_the_comparator_holds_whatever_the_band_is_worth() -> None:
    given = facts(results=(came("roads", "224"), came("delay", "31"), replace(JUDGED, share="99.99%")))
    counted = standing(filed(RUBRIC, given))
    assert (counted.met, counted.all, counted.missing) == (1, 5, ())
    whole = standing(filed(RUBRIC, facts(results=(replace(JUDGED, share="100%"), came("pleased", "90")))))
    assert (whole.met, whole.all) == (3, 5)


def test_prices_go_by_the_population_and_a_class_by_its_cap() -> None:
    assert row(scored(facts(assessed="3", unassessed="2")), "assessment").arithmetic == "3 − 2 × 1 = 1"
    assert row(scored(facts(assessed="4", unassessed="2")), "assessment").arithmetic == "3 − 2 × 0.5 = 2"
    assert row(scored(facts(assessed="4", unassessed="7")), "assessment").arithmetic == "max(0, 3 − 7 × 0.5) = 0"
    found = row(scored(facts(found="5", repeated="1")), "findings")
    assert (found.score, found.arithmetic) == ("0.00", "2 − min(1, 5 × 0.5) − 1 × 1 = 0")
    assert found.reason == Reason("incidents", {"incidents": "责令整改 5 × 0.5、屡查屡犯 1 × 1"})
    assert row(scored(facts("assessed")), "assessment").reason == Reason("missing", {"inputs": "应评估项目数"})


@pytest.mark.parametrize("name", cases())
def test_the_engine_decides_every_edge_case_as_the_interpreter_does(name: str) -> None:
    given = cases()[name]
    assert Networks(Plan(RUBRIC), Network).score(given) == interpret(RUBRIC, given)


@pytest.mark.parametrize(
    ("changed", "code", "params"),
    [
        (Row("a", "甲", Fraction(1), indicators=Indicators("zero")), "network.two-indicator-rows",
         {"row": "a", "other": "output"}),
        (Row("a", "甲", Fraction(1), piecewise=replace(PIECEWISE, metric=Metric(mean=Mean("spent")))),
         "network.not-a-series", {"row": "a", "input": "spent"}),
        (Row("a", "甲", Fraction(1), piecewise=replace(PIECEWISE, metric=Metric(value="monthly"))),
         "network.not-a-number", {"row": "a", "input": "monthly"}),
        (Row("a", "甲", Fraction(1), piecewise=replace(PIECEWISE, metric=Metric(mean=Mean("nobody")))),
         "network.unknown-input", {"row": "a", "input": "nobody"}),
    ],
)  # fmt: skip
def test_what_the_network_cannot_decide_is_refused(changed: Row, code: str, params: dict[str, str]) -> None:
    with pytest.raises(NetworkError) as caught:
        Plan(replace(RUBRIC, rows=(*RUBRIC.rows, changed)))
    assert (caught.value.code, caught.value.params) == (code, params)


def test_the_outline_tells_degrees_prices_and_what_happens_to_the_total() -> None:
    rules = {each.id: [part.code for part in each.rule] for each in outline(RUBRIC)}
    assert rules["output"][:4] == [
        "indicators-output", "indicators-degrees-full", "indicators-bands-inverse", "indicators-equals-exact",
    ]  # fmt: skip
    assert rules["output"][-2:] == ["indicators-none-filed", "indicators-over-completion"]
    assert rules["benefit"].count("indicators-tier") == 3
    assert rules["execution"][0] == "metric-mean-capped"
    assert rules["assessment"] == ["incidents", "incidents-factor", "incidents-factor"]
    assert rules["findings"] == ["incidents-capped", "incidents"]
    assert rules["office-cost"][0] == "metric-growth"
    assert [each.code for each in outline_total(RUBRIC)] == [
        "applies", "flat", "flat", "metric-ratio", "capped", "capped", "capped", "capped", "uncapped",
    ]  # fmt: skip
