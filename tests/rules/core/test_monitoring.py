from __future__ import annotations

from dataclasses import replace

import pytest

from rules.core.evaluation import PaceWarning, Reason
from rules.core.facts import Result
from rules.core.score import monitor
from rules.core.semantics import interpret_monitoring, settle_monitoring
from rules.core.semantics_1.firing import SettlementError
from tests.rules.core.sample import HASH, INDICATORS, SAMPLE, facts, with_result


def fired(start: str, *without: str, **values: str) -> list[str]:
    return [each for each in interpret_monitoring(SAMPLE, facts(*without, **values)) if each.startswith(start)]


def shows(actual: str, month: str = "6", target: str = "100") -> str:
    given = with_result(facts(month=month), Result("shows", "figure", "", actual=actual, unit="场"))
    given = replace(given, indicators=(replace(INDICATORS[0], target=target), *INDICATORS[1:]))
    (rule,) = (each for each in interpret_monitoring(SAMPLE, given) if each.startswith("pace/progress/shows/"))
    return rule.rpartition("/")[2]


@pytest.mark.parametrize(
    ("spent", "colour"),
    [("29.999999", "red"), ("30", "yellow"), ("39.999999", "yellow"), ("40", "green"), ("59.999999", "green"),
     ("60", "blue")],
)  # fmt: skip
def test_spending_has_one_colour_at_every_bound(spent: str, colour: str) -> None:
    assert fired("pace/spending", mid_spent=spent, budget="100") == [f"pace/spending/{colour}"]


def test_spending_that_is_not_filed_or_has_no_budget_has_no_colour() -> None:
    assert fired("pace/spending", "mid_spent") == ["pace/spending/missing"]
    assert fired("pace/spending", budget="0") == ["pace/spending/no-base"]


@pytest.mark.parametrize(
    ("actual", "month", "target", "branch"),
    [("29.999999", "6", "100", "red"), ("30", "6", "100", "yellow"), ("50", "6", "100", "green"),
     ("60", "6", "100", "blue"), ("60", "12", "100", "yellow"), ("60", "0", "100", "no-base"),
     ("60", "6", "0", "no-base"), ("-0.000001", "6", "100", "red"), ("-60", "12", "100", "red"),
     ("-60", "6", "-100", "no-base"), ("60", "6", "-100", "no-base")],
)  # fmt: skip
def test_an_indicator_is_measured_against_the_months_passed(actual: str, month: str, target: str, branch: str) -> None:
    assert shows(actual, month, target) == branch


@pytest.mark.parametrize(("actual", "colour"), [("30", "green"), ("30.000001", "red")])
def test_an_upper_bound_asks_for_no_month(actual: str, colour: str) -> None:
    given = with_result(facts("month"), Result("waiting", "figure", "", actual=actual, unit="天"))
    assert f"pace/progress/waiting/{colour}" in interpret_monitoring(SAMPLE, given)


def test_what_says_nothing_before_the_year_is_out_is_not_read() -> None:
    given = with_result(facts(), Result("waiting", "statement", "", applies="no"))
    given = replace(given, indicators=(replace(INDICATORS[0], profile="year-end"), *INDICATORS[1:]))
    rules = [each for each in interpret_monitoring(SAMPLE, given) if each.startswith("pace/progress")]
    assert rules == [f"pace/progress/{each.id}/not-linear" for each in INDICATORS]


def test_a_result_or_a_month_that_is_not_filed_is_missing() -> None:
    assert fired("pace/progress/shows", "shows") == ["pace/progress/shows/missing"]
    assert fired("pace/progress/shows", "month") == ["pace/progress/shows/missing"]
    assert fired("pace/progress/waiting", "waiting") == ["pace/progress/waiting/missing"]


def test_every_colour_but_green_warns() -> None:
    evaluation = monitor(SAMPLE, HASH, facts(mid_spent="4000"))
    reason = Reason("pace", {"metric": "49.81003697…%"})
    assert evaluation.warnings == (
        PaceWarning("spending", "", "支出进度", "red", reason, "4000 ÷ 16061.02 ÷ (6 ÷ 12) = 49.81003697…%"),
        PaceWarning("progress", "shows", "展览场次", "blue", Reason("pace", {"metric": "1493.33333333…%"}),
                    "112 ÷ 15 ÷ (6 ÷ 12) = 1493.33333333…%"),
        PaceWarning("progress", "waiting", "等待天数", "red", Reason("exceeds", {"actual": "31天", "target": "30天"}),
                    "31 > 30"),
    )  # fmt: skip
    assert len(evaluation.fired) == 5


def test_a_figure_below_zero_is_no_progress_and_warns_like_none() -> None:
    evaluation = monitor(SAMPLE, HASH, with_result(facts(), Result("shows", "figure", "", actual="-3", unit="场")))
    (warning,) = (each for each in evaluation.warnings if each.about == "shows")
    assert (warning.colour, warning.reason) == ("red", Reason("pace", {"metric": "0%"}))
    assert warning.arithmetic == "max(0, -3 ÷ 15 ÷ (6 ÷ 12)) = 0%"


def test_a_lost_or_doubled_reading_is_refused() -> None:
    rules = interpret_monitoring(SAMPLE, facts())
    for wrong, code in ((rules[1:], "settle.silent"), ((*rules, rules[0]), "settle.doubled")):
        with pytest.raises(SettlementError) as caught:
            settle_monitoring(SAMPLE, HASH, facts(), wrong)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("without", "rule"),
    [
        ("mid_spent", "pace/spending/red"),
        ("shows", "pace/progress/shows/red"),
        ("waiting", "pace/progress/waiting/red"),
    ],
)
def test_a_colour_without_its_figures_is_refused(without: str, rule: str) -> None:
    slot = rule.rpartition("/")[0]
    rules = [each for each in interpret_monitoring(SAMPLE, facts(without)) if not each.startswith(slot)]
    with pytest.raises(SettlementError) as caught:
        settle_monitoring(SAMPLE, HASH, facts(without), (*rules, rule))
    assert (caught.value.code, caught.value.params) == ("settle.contradicted", {"rule": rule})
