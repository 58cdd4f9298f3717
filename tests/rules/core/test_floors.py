"""Floors of spending by month (支出进度下限): both readers agree at every bound, and a warning shows its arithmetic."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from rules.core.evaluation import PaceWarning, Reason
from rules.core.monitoring import Floor, FloorRule
from rules.core.score import monitor
from rules.core.semantics import interpret_monitoring, settle_monitoring
from rules.core.semantics_1.firing import SettlementError
from rules.core.shapes import Ratio
from rules.evaluator import Evaluator
from tests.rules.core.sample import HASH, SAMPLE, facts, rubric

if TYPE_CHECKING:
    from rules.core.facts import Facts

FLOORS = FloorRule(
    id="floor",
    name="支出进度下限",
    ratio=Ratio(of="mid_spent", to="budget"),
    month="month",
    floors=tuple(Floor(month, Fraction(least, 100)) for month, least in ((4, 25), (6, 40), (8, 60), (10, 80))),
)
RUBRIC = replace(SAMPLE, monitoring=replace(SAMPLE.monitoring, floors=(FLOORS,)))


def branch(given: Facts) -> str:
    """What the interpreter says, and the engine with it."""
    fired = interpret_monitoring(RUBRIC, given)
    assert Evaluator(RUBRIC, HASH).monitor(given).difference is None
    (rule,) = [each for each in fired if each.startswith("pace/floor/")]
    return rule.removeprefix("pace/floor/")


@pytest.mark.parametrize(
    ("month", "spent", "said"),
    [
        ("3", "0", "early"),
        ("4", "24.999999", "red"),
        ("4", "25", "green"),
        ("5", "24.999999", "red"),
        ("5", "39.999999", "green"),
        ("6", "39.999999", "red"),
        ("7", "40", "green"),
        ("8", "59.999999", "red"),
        ("10", "79.999999", "red"),
        ("10", "80", "green"),
        ("12", "79.999999", "red"),
        ("12", "120", "green"),
    ],
)
def test_each_month_has_the_latest_floor_before_it(month: str, spent: str, said: str) -> None:
    assert branch(facts(month=month, mid_spent=spent, budget="100")) == said


def test_without_a_figure_or_a_budget_there_is_no_floor() -> None:
    assert branch(facts("mid_spent")) == "missing"
    assert branch(facts("month")) == "missing"
    assert branch(facts("budget", month="3")) == "missing"
    assert branch(facts(budget="0")) == "no-base"
    assert branch(facts(budget="0", month="3")) == "no-base"


def test_a_warning_below_the_floor_says_how_far_and_which_month() -> None:
    warned = monitor(RUBRIC, HASH, facts(month="10", mid_spent="77.5", budget="100")).warnings
    assert [one for one in warned if one.rule == "floor"] == [
        PaceWarning(
            rule="floor",
            about="",
            name="支出进度下限",
            colour="red",
            reason=Reason("floor", {"metric": "77.5%", "least": "80%", "month": "10"}),
            arithmetic="77.5 ÷ 100 = 77.5% < 80%",
        )
    ]
    assert not [one for one in monitor(RUBRIC, HASH, facts(month="3")).warnings if one.rule == "floor"]


def test_a_warning_that_the_figures_do_not_bear_is_not_settled() -> None:
    given = facts(month="3")
    fired = tuple(each.replace("pace/floor/early", "pace/floor/red") for each in interpret_monitoring(RUBRIC, given))
    with pytest.raises(SettlementError):
        settle_monitoring(RUBRIC, HASH, given, fired)


def test_floors_are_read_from_a_form_and_none_need_be_there() -> None:
    floors = [{"month": str(one.month), "least": f"{one.least * 100}%"} for one in FLOORS.floors]
    rule = {"id": "floor", "name": FLOORS.name, "ratio": {"of": "mid_spent", "to": "budget"}, "month": "month"}
    assert rubric(monitoring={"floors": [{**rule, "floors": floors}]}).monitoring.floors == (FLOORS,)
    assert SAMPLE.monitoring.floors == ()
