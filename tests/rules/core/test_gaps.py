"""Gaps between a target's progress and spending (进度差距): both readers agree at every bound, and say how far."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

from rules.core.errors import FactsError
from rules.core.evaluation import PaceWarning, Reason
from rules.core.facts import Result
from rules.core.inputs import Input
from rules.core.monitoring import GapRule, Monitoring
from rules.core.numbers import plain
from rules.core.score import monitor
from rules.core.semantics import interpret_monitoring, settle_monitoring
from rules.core.semantics_1.firing import SettlementError
from rules.core.shapes import Ratio
from rules.engine import Network
from rules.evaluator import Evaluator
from rules.network.networks import Networks
from rules.network.plan import Plan
from rules.rubric_file import load_rubric
from rules.unfillable import unfillable_rows
from tests.rules.core.sample import HASH, SAMPLE, facts, with_result

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from rules.rubric_file import RubricFile

GAP = GapRule(id="gap", name="目标与支出差距", ratio=Ratio(of="mid_spent", to="budget"), apart=Fraction(1, 10))
RUBRIC = replace(SAMPLE, monitoring=replace(SAMPLE.monitoring, gaps=(GAP,)))
SHOWS = "pace/gap/shows/"
UNIT = Fraction(1, 10**6)


def branches(given: Facts) -> list[str]:
    """What the interpreter says, and the engine with it."""
    fired = interpret_monitoring(RUBRIC, given)
    assert Evaluator(RUBRIC, HASH).monitor(given).difference is None
    return [each for each in fired if each.startswith("pace/gap/")]


def branch(given: Facts) -> str:
    """What is said of the one target that is to be reached over the year: 15 shows."""
    (rule,) = [each for each in branches(given) if each.startswith(SHOWS)]
    return rule.removeprefix(SHOWS)


def reached(actual: str | None, spent: str = "50", *without: str, budget: str = "100", **values: str) -> Facts:
    result = Result("shows", "figure", "结果一", actual=actual, unit="场")
    return with_result(facts(*without, mid_spent=spent, budget=budget, **values), result)


@pytest.mark.parametrize(
    ("actual", "spent", "said"),
    [
        ("9", "50", "green"),
        ("9.000001", "50", "yellow"),
        ("9", "49.999999", "yellow"),
        ("6", "50", "green"),
        ("5.999999", "50", "yellow"),
        ("6", "50.000001", "yellow"),
        ("7.5", "50", "green"),
        ("0", "10", "green"),
        ("0", "10.000001", "yellow"),
        ("-5", "10", "green"),
        ("-5", "10.000001", "yellow"),
        ("112", "50", "yellow"),
        ("16.5", "100", "green"),
        ("15", "120", "yellow"),
    ],
)
def test_ten_points_apart_are_allowed_and_a_hair_more_is_warned_of(actual: str, spent: str, said: str) -> None:
    assert branch(reached(actual, spent)) == said


def test_only_targets_to_be_reached_over_the_year_are_compared() -> None:
    said = dict.fromkeys(("waiting", "staff", "order"), "not-compared")
    assert branches(facts())[1:] == [f"pace/gap/{name}/{branch}" for name, branch in said.items()]
    given = reached("1")
    at_the_end = tuple(replace(each, profile="year-end") for each in given.indicators)
    assert branch(replace(given, indicators=at_the_end)) == "not-compared"
    assert branch(with_result(given, Result("shows", "figure", "结果一", applies="no"))) == "not-compared"


def test_the_month_has_no_say_in_the_gap() -> None:
    assert {branch(reached("9", month=month)) for month in ("1", "6", "12")} == {"green"}
    assert branch(reached("9", "50", "month")) == "green"


def test_a_missing_figure_is_no_gap_and_a_zero_has_no_progress() -> None:
    assert branch(reached(None)) == "missing"
    assert branch(facts("shows")) == "missing"
    assert branch(reached("9", "50", "mid_spent")) == "missing"
    assert branch(reached("9", "50", "budget")) == "missing"
    assert branch(reached("9", budget="0")) == "no-base"
    assert branch(reached("-9", budget="0")) == "no-base"
    for target in ("0", "-3"):
        given = reached("9")
        first = replace(given.indicators[0], target=target)
        assert branch(replace(given, indicators=(first, *given.indicators[1:]))) == "no-base"


@pytest.mark.parametrize("apart", ["10%", "12.5%", "33.333333%"])
@pytest.mark.parametrize(("target", "budget"), [("7", "61.37"), ("1200", "16061.02"), ("0.3", "3")])
def test_interpreter_and_engine_agree_one_unit_on_either_side_of_every_bound(
    apart: str, target: str, budget: str
) -> None:
    width = Fraction(apart.removesuffix("%")) / 100
    rule = replace(GAP, apart=width, colour="red")
    watched = replace(SAMPLE, monitoring=Monitoring(gaps=(rule,)))
    evaluator = Evaluator(watched, HASH)
    seen = set()
    for share, side, step in product(("0.2", "0.5", "1.1"), (-1, 1), (-1, 0, 1)):
        spent = (Fraction(share) * Fraction(budget)).limit_denominator(10**6)
        at_bound = (spent / Fraction(budget) + side * width) * Fraction(target)
        actual = Fraction(round(at_bound * 10**6), 10**6) + step * UNIT
        given = reached(plain(actual), plain(spent), budget=budget)
        given = replace(given, indicators=(replace(given.indicators[0], target=target), *given.indicators[1:]))
        outcome = evaluator.monitor(given)
        assert outcome.difference is None
        assert outcome.evaluation is not None
        wide = abs(max(actual / Fraction(target), Fraction(0)) - spent / Fraction(budget)) > width
        assert outcome.evaluation.fired[0] == f"{SHOWS}{'red' if wide else 'green'}"
        seen.add(wide)
    assert seen == {True, False}


def test_the_network_alone_fires_exactly_one_rule_for_each_indicator() -> None:
    watched = replace(SAMPLE, monitoring=Monitoring(gaps=(GAP,)))
    fired = Networks(Plan(watched), Network).monitor(reached("1"))
    assert [each.rpartition("/")[0] for each in fired] == [
        f"pace/gap/{name}" for name in ("shows", "waiting", "staff", "order")
    ]


def test_a_warning_of_a_gap_shows_both_shares_and_their_distance() -> None:
    warned = monitor(RUBRIC, HASH, reached("12")).warnings
    assert [one for one in warned if one.rule == "gap"] == [
        PaceWarning(
            rule="gap",
            about="shows",
            name="展览场次",
            colour="yellow",
            reason=Reason("gap", {"progress": "80%", "execution": "50%", "gap": "30%", "most": "10%"}),
            arithmetic="|12 ÷ 15 − 50 ÷ 100| = 30% > 10%",
        )
    ]
    below = next(one for one in monitor(RUBRIC, HASH, reached("-3")).warnings if one.rule == "gap")
    assert below.arithmetic == "|max(0, -3 ÷ 15) − 50 ÷ 100| = 50% > 10%"


def test_a_warning_of_a_gap_that_the_figures_do_not_bear_is_not_settled() -> None:
    for given in (reached("7.5"), reached(None)):
        fired = tuple(
            f"{SHOWS}yellow" if each.startswith(SHOWS) else each for each in interpret_monitoring(RUBRIC, given)
        )
        with pytest.raises(SettlementError):
            settle_monitoring(RUBRIC, HASH, given, fired)


def test_a_budget_below_zero_is_refused_where_only_a_gap_asks_for_it() -> None:
    plan = Input("计划", "money", "万元", least=Fraction(-9))
    watched = replace(
        SAMPLE,
        inputs={**SAMPLE.inputs, "plan": plan},
        monitoring=Monitoring(gaps=(replace(GAP, ratio=Ratio("mid_spent", "plan")),)),
    )
    given = facts()
    filed = tuple(replace(each, input="plan", value="-1") if each.input == "budget" else each for each in given.facts)
    with pytest.raises(FactsError):
        Evaluator(watched, HASH).monitor(replace(given, facts=filed))


def test_a_rubric_without_gaps_keeps_its_canonical_form(department: RubricFile) -> None:
    assert b'"gaps"' not in department.canonical
    text = department.text.decode().replace(
        "monitoring:\n",
        "monitoring:\n  gaps:\n"
        "    - {id: gap, name: 差距, ratio: {of: mid_year_spent, to: mid_year_budget}, apart: 10%}\n",
        1,
    )
    (rule,) = load_rubric(text.encode()).rubric.monitoring.gaps
    assert (rule.apart, rule.colour) == (Fraction(1, 10), "yellow")


def test_warnings_can_come_of_gaps_or_floors_alone(department: RubricFile) -> None:
    def codes(monitoring: Monitoring) -> set[str]:
        return {one.code for one in unfillable_rows(replace(department.rubric, monitoring=monitoring))}

    bare, watched = codes(Monitoring()), codes(Monitoring(gaps=(GAP,)))
    assert "no-warnings" not in watched
    assert watched <= bare


def test_large_figures_with_many_decimals_are_compared_as_exactly_as_small_ones() -> None:
    given = reached("89999999.999999", "549999999.999999", budget="999999999.999999")
    given = replace(given, indicators=(replace(given.indicators[0], target="199999999.999999"), *given.indicators[1:]))
    outcome = Evaluator(replace(SAMPLE, monitoring=Monitoring(gaps=(GAP,))), HASH).monitor(given)
    assert outcome.evaluation is not None
    assert outcome.evaluation.fired[0] == f"{SHOWS}yellow"
