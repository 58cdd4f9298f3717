from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.lint import RULES, lint
from rules.rubric_file import load_rubric
from tests.rules.test_lint_shapes import RULES as LATER

if TYPE_CHECKING:
    from rules.rubric_file import RubricFile


# Each entry breaks the department's rubric in one place: what stands there, what is put there instead, the code
# that must be found, and words that end on the line at which it must be found.
def _floors(floors: str) -> str:
    """The monitoring rules with floors of spending before those on indicators."""
    inputs = "ratio: {of: mid_year_spent, to: mid_year_budget}, month: mid_year_month"
    return f"  floors:\n    - {{id: floor, name: 下限, {inputs}, floors: {floors}}}\n  indicators:\n"


def _gap(apart: str) -> str:
    """The monitoring rules with a rule on the gap between progress and spending before those on indicators."""
    inputs = "ratio: {of: mid_year_spent, to: mid_year_budget}"
    return f"  gaps:\n    - {{id: gap, name: 差距, {inputs}, apart: {apart}}}\n  indicators:\n"


BROKEN: list[tuple[str, str, str, str]] = [
    (
        "inputs:\n",
        "inputs:\n  made: {name: 天数, type: count, unit: 天, clock: {days: 20}}\n",
        "lint.clock-type",
        "clock: {days: 20}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 报送, type: judgement, witnessed: targets.filed, clock: {days: 20}}\n",
        "lint.clock-alone",
        "clock: {days: 20}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 公开, type: judgement, clock: {days: 0}}\n",
        "lint.clock-days",
        "clock: {days: 0}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 公开, type: judgement, clock: {days: 1001}}\n",
        "lint.clock-days",
        "clock: {days: 1001}",
    ),
    (
        "inputs:\n",
        "inputs:\n  made: {name: 公开, type: judgement, clock: {days: 2, kind: working, roll: true}}\n",
        "lint.clock-roll",
        "roll: true",
    ),
    (
        "\nrows:\n",
        "\nprecheck: {least_completion: 130%}\nrows:\n",
        "lint.precheck-threshold",
        "least_completion: 130%}",
    ),
    ("\nrows:\n", "\nprecheck: {apart: 1}\nrows:\n", "lint.precheck-threshold", "precheck: {apart: 1}"),
    ("\nrows:\n", "\nprecheck: {repeated_digits: 0}\nrows:\n", "lint.precheck-threshold", "repeated_digits: 0}"),
    (
        "\nrows:\n",
        "\nprecheck: {limits: [{of: spent, to: annual_budget}]}\nrows:\n",
        "lint.unknown-input",
        "of: spent, to: annual_budget}]}",
    ),
    (
        "\nrows:\n",
        "\nprecheck: {limits: [{of: rules_followed, to: annual_budget}]}\nrows:\n",
        "lint.input-type",
        "{of: rules_followed, to: annual_budget}]}",
    ),
    (
        "\nrows:\n",
        "\nprecheck: {limits: [{of: carry_over_rate, to: annual_budget}]}\nrows:\n",
        "lint.units-differ",
        "{of: carry_over_rate, to: annual_budget}]}",
    ),
    ("\nrows:\n", "\ntargets: {far: 0%}\nrows:\n", "lint.target-threshold", "targets: {far: 0%}"),
    ("\nrows:\n", "\ntargets: {far: 0.3}\nrows:\n", "lint.percent-sign", "targets: {far: 0.3}"),
    ("schema: 1", "schema: 2", "lint.schema", "schema: 2"),
    ("semantics: 1", "semantics: 9", "lint.semantics", "semantics: 9"),
    ("{rows: 2, total: 2}", "{rows: -1, total: 2}", "lint.rounding", "rows: -1"),
    ("id: guangzhou-baiyun/2021/department", "id: Baiyun", "lint.bad-id", "id: Baiyun"),
    ("- id: carry-over\n", "- id: Carry_Over\n", "lint.bad-id", "id: Carry_Over"),
    ("{id: moderate, when", "{id: 中, when", "lint.bad-id", "id: 中"),
    ("  mid_year_month: {name", "  midYear: {name", "lint.bad-id", "midYear:"),
    ("- id: carry-over\n", "- id: procurement\n", "lint.id-twice", "- id: procurement\n"),
    ("{id: moderate, when", "{id: low, when", "lint.id-twice", 'id: low, when: "(10%'),
    (
        "{id: published, name: 信息公开",
        "{id: evaluated, name: 信息公开",
        "lint.id-twice",
        "id: evaluated, name: 信息公开",
    ),
    (
        "- id: three-public-pair",
        "- id: office-cost-pair",
        "lint.id-twice",
        "    equals: 100%\n  - id: office-cost-pair",
    ),
    (
        "            evidence: [资产管理制度]\n",
        "            evidence: [资产管理制度]\n            demands: [{kind: rules, name: 制度, at_least: 0}]\n",
        "lint.demand-count",
        "at_least: 0",
    ),
    (
        "            evidence: [资产管理制度]\n",
        "            evidence: [资产管理制度]\n            demands: [{kind: a, name: 甲}, {kind: a, name: 乙}]\n",
        "lint.id-twice",
        "{kind: a, name: 甲}, {kind: a",
    ),
    (
        "        points: 16\n",
        "        points: 16\n        demands: [{kind: rules, name: 制度}]\n",
        "lint.demand-on-group",
        "        points: 16\n        demands",
    ),
    ("- id: indicator-pace", "- id: spending-pace", "lint.id-twice", "  indicators:\n    - id: spending-pace"),
    ("{name: 良, least: 80}", "{name: 优, least: 80}", "lint.id-twice", "{name: 优, least: 80}"),
    (
        "        judged: {input: work_performance, counts: score}\n",
        "",
        "lint.shape-missing",
        "- id: work-performance",
    ),
    (
        "        points: 16\n",
        "        points: 16\n        judged: {input: work_performance, counts: score}\n",
        "lint.shape-on-group",
        "        points: 16\n        judged",
    ),
    (
        "            steps: {metric",
        "            judged: {input: work_performance, counts: score}\n            steps: {metric",
        "lint.shape-twice",
        "由差异率9.0%得1.5分推定\n            judged",
    ),
    (
        "metric: {value: asset_use_rate}",
        "metric: {value: asset_use_rate, share_met: true}",
        "lint.metric-form",
        "metric: {value: asset_use_rate, share_met",
    ),
    ("metric: {value: asset_use_rate}", "metric: {}", "lint.metric-form", "metric: {}"),
    (
        "judged: {input: work_performance, counts: score}",
        "indicators: {not_applicable: full}",
        "lint.indicators-twice",
        "indicators: {not_applicable: full}",
    ),
    (
        "indicators: {not_applicable: zero, over_completion: 130%}",
        "judged: {input: work_performance, counts: score}",
        "lint.share-met-alone",
        "metric: {share_met: true}",
    ),
    ("{id: excessive, when", "{id: missing, when", "lint.band-reserved", "{id: missing, when"),
    ("points: 100\n", "points: 110\n", "lint.total", "points: 110"),
    ("        points: 16\n", "        points: 17\n", "lint.sum", "        points: 17\n"),
    (
        "{id: passed, name: 按时报送并通过审核, points: 1,",
        "{id: passed, name: 按时报送并通过审核, points: 1.5,",
        "lint.items-sum",
        "name: 部门预算编制情况\n            points: 3",
    ),
    (
        "{id: ruled, name: 制度健全, points: 0.5,",
        "{id: ruled, name: 制度健全, points: 0,",
        "lint.points-positive",
        "name: 制度健全, points: 0,",
    ),
    ('"(10%, 20%]"', '"(10%, 15%]"', "lint.band-gap", "metric: {value: carry_over_rate}\n              bands"),
    ('"(10%, 20%]"', '"(10%, 20%)"', "lint.band-gap", "metric: {value: carry_over_rate}\n              bands"),
    (
        '"(30%, -)", result: zero',
        '"(30%, 90%)", result: zero',
        "lint.band-gap",
        "metric: {value: carry_over_rate}\n              bands",
    ),
    ('when: "[0, 10%]"', 'when: "(0, 10%]"', "lint.band-gap", "metric: {value: carry_over_rate}\n              bands"),
    ('"(10%, 20%]"', '"[10%, 20%]"', "lint.band-double-owner", '"[10%, 20%]"'),
    ('"(10%, 20%]"', '"(5%, 20%]"', "lint.band-overlap", '"(5%, 20%]"'),
    ('"(30%, -)", result: zero', '"(-, -5%)", result: zero', "lint.band-unreachable", '"(-, -5%)"'),
    (
        '{id: full, when: "[90%, 100%]", result: full}',
        '{id: full, when: "[90%, 120%]", result: proportional}',
        "lint.band-proportional",
        '"[90%, 120%]"',
    ),
    ("result: points 1}", "result: points 3}", "lint.band-worth", "result: points 3}"),
    ("result: points 1}", "result: share 101%}", "lint.band-worth", "result: share 101%}"),
    (
        '- {colour: blue, when: "[120%, -)"}\n  indicators:',
        '- {colour: blue, when: "(120%, -)"}\n  indicators:',
        "lint.band-gap",
        "      colours",
    ),
    ('"(10%, 20%]"', '"(10%, 20]"', "lint.percent-sign", '"(10%, 20]"'),
    ("each: 5%, deduct", "each: 5, deduct", "lint.percent-sign", "each: 5, deduct"),
    (
        "name: 年中累计支出, type: money, unit: 万元,",
        "name: 年中累计支出, type: money, unit: 万元, most: 5%,",
        "lint.percent-sign",
        "most: 5%,",
    ),
    ("deduct: 0.5}", "deduct: 0}", "lint.steps-positive", "deduct: 0}"),
    ("each: 5%, deduct", "each: -5%, deduct", "lint.steps-positive", "each: -5%, deduct"),
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
        "numerator: 全年执行数\n              denominator: 全年预算数",
        "numerator: 全年预算数\n              denominator: 全年执行数",
        "lint.formula-inverted",
        "numerator: 全年预算数",
    ),
    ("denominator: 全年预算数", "denominator: 年初目标值", "lint.formula-differs", "numerator: 全年执行数"),
    (
        "              denominator: 全年预算数\n",
        "              denominator: 全年预算数\n              printed_inverted: 印倒\n",
        "lint.formula-upright",
        "printed_inverted: 印倒",
    ),
    (
        "              denominator: 全年预算数\n",
        "",
        "lint.formula-half",
        "points: 2\n            clause",
    ),
    (
        "              place: 自评报告二、（二）1.（1）①\n",
        "              place: ''\n",
        "lint.source-missing",
        "- id: budget-completion",
    ),
    ("  inferred: 文号未印出", "  # 文号未印出", "lint.document-number", "document"),
    ("{name: 差, least: 0}", "{name: 差, least: 1}", "lint.grade-floor", "grades"),
    ("{name: 良, least: 80}", "{name: 良, least: 90}", "lint.grade-equal", "{name: 良, least: 90}"),
    ("{name: 优, least: 90}", "{name: 优, least: 101}", "lint.grade-beyond", "{name: 优, least: 101}"),
    ("  - id: review\n", "  - id: targets\n", "lint.id-twice", "按年后自评的通行日程推定\n  - id: targets"),
    (
        "  - id: monitoring\n    name: 绩效运行监控",
        "  - id: rectification\n    name: 绩效运行监控",
        "lint.phase-order",
        "  - id: self-evaluation",
    ),
    ("opens: 2021-08-02", "opens: 2021-02-30", "lint.phase-date", "opens: 2021-02-30"),
    ("due: {date: 2022-03-18}", "due: {date: 2022-3-18}", "lint.phase-date", "due: {date: 2022-3-18}"),
    ("opens: 2021-08-02", "opens: 2020-08-02", "lint.phase-opens", "opens: 2020-08-02"),
    ("due: {date: 2022-03-18}", "due: {date: 2022-02-20}", "lint.phase-before-opening", "due: {date: 2022-02-20}"),
    ("due: {date: 2022-03-18}", "due: {}", "lint.phase-due", "due: {}"),
    ("due: {days: 20, kind: working}", "due: {days: 20, kind: working, roll: true}", "lint.phase-roll", "roll: true"),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    notice_days: -1\n",
        "lint.phase-notice",
        "notice_days: -1",
    ),
    ("due: {date: 2022-03-18}", "due: {date: 2022-03-18, days: 5}", "lint.phase-due", "days: 5}"),
    ("due: {days: 20, kind: working}", "due: {days: 0, kind: working}", "lint.phase-days", "days: 0,"),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    reminders: [1, 3]\n",
        "lint.phase-reminders",
        "reminders: [1, 3]",
    ),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    overdue: [3, 3]\n",
        "lint.phase-overdue",
        "overdue: [3, 3]",
    ),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    escalation: [{days: 10, to: leadership}, {days: 10, to: leadership}]\n",
        "lint.phase-escalation",
        "{days: 10, to: leadership}]",
    ),
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
    (
        "phases:\n",
        "results: {tiers: [{grade: 特优, tier: priority}]}\nphases:\n",
        "lint.tier-unknown-grade",
        "results: {tiers: [{grade: 特优, tier: priority}]}",
    ),
    (
        "phases:\n",
        "results: {tiers: [{grade: 优, tier: priority}]}\nphases:\n",
        "lint.tier-missing",
        "results: {tiers: [{grade: 优, tier: priority}]}",
    ),
    ("phases:\n", "acknowledgement: {days: 0}\nphases:\n", "lint.phase-days", "acknowledgement: {days: 0}"),
    ("  - id: review\n", "  - id: review\n    window: 2021-10\n", "lint.phase-window", "window: 2021-10"),
    (
        "    name: 绩效运行监控\n",
        "    name: 绩效运行监控\n    window: 2021-07\n",
        "lint.phase-window",
        "window: 2021-07",
    ),
    ("  indicators:\n", _floors("[]"), "lint.floors-none", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 6, least: 40%}, {month: 6, least: 60%}]"), "lint.floor-month", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 13, least: 40%}]"), "lint.floor-month", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 4, least: 140%}]"), "lint.floor-share", "{id: floor,"),
    ("  indicators:\n", _floors("[{month: 4, least: 0.4}]"), "lint.percent-sign", "{id: floor,"),
    ("  indicators:\n", _gap("0%"), "lint.gap-apart", "{id: gap,"),
    ("  indicators:\n", _gap("100%"), "lint.gap-apart", "{id: gap,"),
    ("  indicators:\n", _gap("0.1"), "lint.percent-sign", "{id: gap,"),
    (
        "  indicators:\n",
        _gap("10%").replace("mid_year_spent", "carry_over_rate"),
        "lint.units-differ",
        "{id: gap,",
    ),
    ("monitoring:\n", "monitoring:\n  suspend: {days: 0}\n", "lint.suspend-days", "suspend: {days: 0}"),
    (
        "phases:\n",
        "acknowledgement: {reminders: [1, 3]}\nphases:\n",
        "lint.phase-reminders",
        "acknowledgement: {reminders: [1, 3]}",
    ),
]


def broken(text: str, old: str, new: str) -> RubricFile:
    assert text.count(old) >= 1, f"the rubric no longer says {old!r}"
    return load_rubric(text.replace(old, new, 1).encode(), "broken.yaml")


def test_the_departments_rubric_has_no_fault(department: RubricFile) -> None:
    assert lint(department) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"), BROKEN, ids=[f"{entry[2]}-{n}" for n, entry in enumerate(BROKEN)]
)
def test_a_planted_fault_is_found_at_its_line(rubric_text: str, old: str, new: str, code: str, line: str) -> None:
    file = broken(rubric_text, old, new)
    text = file.text.decode()
    assert text.count(line) >= 1
    wanted = {text[: position + len(line.rstrip())].count("\n") + 1 for position in _positions(text, line)}
    found = [(each.file, each.line) for each in lint(file) if each.problem.code == code]
    assert found, [str(each) for each in lint(file)]
    assert all(name == "broken.yaml" for name, _ in found)
    assert {number for _, number in found} & wanted


def _positions(text: str, part: str) -> list[int]:
    return [position for position in range(len(text)) if text.startswith(part, position)]


def test_every_rule_of_the_lint_has_a_planted_fault(rubric_text: str) -> None:
    silent = {rule.__name__ for rule in RULES} - {rule.__name__ for rule in LATER}
    for old, new, code, _ in BROKEN:
        file = broken(rubric_text, old, new)
        silent -= {rule.__name__ for rule in RULES if any(problem.code == code for problem in rule(file))}
    assert silent == set()


def test_an_answer_to_a_final_score_needs_a_review_that_gives_one(rubric_text: str) -> None:
    asked = f"{rubric_text}\nacknowledgement: {{silence: true}}\n"
    assert lint(load_rubric(asked.encode(), "asked.yaml")) == ()
    found = {each.problem.code for each in lint(broken(asked, "  - id: review\n", "  - id: monitoring\n"))}
    assert "lint.acknowledgement-without-review" in found


def test_a_gap_names_exactly_the_values_that_nobody_owns(rubric_text: str) -> None:
    gaps = {
        '"(10%, 15%]"': "(15%, 20%]",
        '"(10%, 20%)"': "20%",
        '"[11%, 20%]"': "(10%, 11%)",
    }
    for when, where in gaps.items():
        found = lint(broken(rubric_text, '"(10%, 20%]"', when))
        assert [each.problem.params["where"] for each in found if each.problem.code == "lint.band-gap"] == [where]


def test_a_double_owner_names_the_bound_and_both_bands(rubric_text: str) -> None:
    (found,) = lint(broken(rubric_text, '"(10%, 20%]"', '"[10%, 20%]"'))
    assert found.problem.params == {"where": "10%", "first": "low", "second": "moderate"}


def test_findings_come_in_the_order_of_the_file(rubric_text: str) -> None:
    text = rubric_text.replace("schema: 1", "schema: 7").replace("due: {date: 2022-03-18}", "due: {}")
    text = text.replace("        points: 16\n", "        points: 17\n")
    lines = [each.line for each in lint(load_rubric(text.encode(), "broken.yaml"))]
    assert len(lines) == 4
    assert lines == sorted(lines)


def test_an_unknown_input_is_told_the_nearest_one(rubric_text: str) -> None:
    findings = lint(broken(rubric_text, "of: annual_spent, to", "of: annual_spend, to"))
    found = next(each for each in findings if each.problem.code == "lint.unknown-input")
    assert found.problem.params["known"].split(", ")[0] == "annual_spent"


def test_a_file_without_grades_is_told_so(rubric_text: str) -> None:
    start, end = rubric_text.index("grades:\n"), rubric_text.index("\ninputs:\n")
    file = load_rubric((rubric_text[:start] + "grades: []\n" + rubric_text[end:]).encode(), "broken.yaml")
    assert [each.problem.code for each in lint(file)] == ["lint.grades-none"]


def test_an_empty_checklist_is_told_so(rubric_text: str) -> None:
    start = rubric_text.index("              items:\n                - {id: within-plan")
    end = rubric_text.index("      - id: disclosure\n")
    text = rubric_text[:start] + "              items: []\n" + rubric_text[end:]
    codes = {each.problem.code for each in lint(load_rubric(text.encode(), "broken.yaml"))}
    assert "lint.checklist-empty" in codes
