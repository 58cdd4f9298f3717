"""Inputs that are asked for, carried over or judged, and do not fit."""

from __future__ import annotations

import pytest

from rules.lint import lint
from tests.rules.lint.planted import Planted, broken, codes_at, named

BROKEN: list[Planted] = [
    ("of: annual_spent, to", "of: annual_spend, to", "lint.unknown-input", "of: annual_spend, to"),
    ("sum: {monitoring_plan_year: 1}", "sum: {plan_year: 1}", "lint.unknown-input", "sum: {plan_year: 1}"),
    ("judged: {input: work_performance,", "judged: {input: work_result,", "lint.unknown-input", "work_result,"),
    (
        "  rules_followed: {name",
        "  rules_kept: {name: 无用, type: judgement}\n  rules_followed: {name",
        "lint.unused-input",
        "  rules_kept: {name",
    ),
    (
        "points: 1, input: targets_grounded}",
        "points: 1, input: annual_budget}",
        "lint.input-type",
        "input: annual_budget}",
    ),
    (
        "metric: {value: asset_use_rate}",
        "metric: {value: office_cost_variance}",
        "lint.input-optional",
        "metric: {value: office_cost_variance}",
    ),
    (
        "type: judgement, witnessed: monitoring.filed}",
        "type: judgement, witnessed: targets.returned}",
        "lint.witnessed-type",
        "type: judgement, witnessed: targets.returned",
    ),
    (
        "全年执行数, type: money, unit: 万元,",
        "全年执行数, type: money, unit: 百万元,",
        "lint.input-unit",
        "annual_spent: {",
    ),
    (
        "全年执行数, type: money, unit: 万元,",
        "全年执行数, type: money, unit: 元,",
        "lint.units-differ",
        "metric: {ratio: {of: annual_spent",
    ),
    ("least: 1, most: 12,", "least: 13, most: 12,", "lint.input-range", "mid_year_month: {"),
    (
        "unit: 分, least: 0, most: 3}",
        "unit: 分, most: 3}",
        "lint.judged-bounds",
        "judged: {input: performance_rules_deduction",
    ),
    ("unit: 分, least: 0, most: 3}", "unit: 分, least: 0, most: 4}", "lint.judged-range", "most: 4}"),
    ("unit: 分, least: 0, most: 3}", "unit: 分, least: -1, most: 3}", "lint.judged-range", "least: -1, most: 3}"),
    (
        "inputs:\n",
        "inputs:\n  last: {name: 上年得分, type: points, unit: 分, carried: score}\n",
        "lint.carried-unknown",
        "carried: score}",
    ),
    (
        "inputs:\n",
        "inputs:\n  last: {name: 上年问题数, type: points, unit: 分, carried: findings}\n",
        "lint.carried-type",
        "carried: findings}",
    ),
    (
        "inputs:\n",
        "inputs:\n  last: {name: 重复问题数, type: count, unit: 个, witnessed: findings.repeated, carried: findings}\n",
        "lint.carried-witnessed",
        "carried: findings}",
    ),
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_an_input_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found


def test_an_unknown_input_is_told_the_nearest_one() -> None:
    findings = lint(broken("of: annual_spent, to", "of: annual_spend, to"))
    found = next(each for each in findings if each.problem.code == "lint.unknown-input")
    assert found.problem.params["known"].split(", ")[0] == "annual_spent"
