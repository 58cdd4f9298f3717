"""A made-up form that uses what the department's rubric of 2021 does not: degrees, series, growth, incidents, a cap."""

from __future__ import annotations

from functools import cache

from rules.core.facts import Fact, Facts, Indicator, Result, Task
from rules.rubric_file import RubricFile, load_rubric

TEXT = """\
schema: 1
semantics: 1
id: somewhere/2022/plain
version: 1
name: 某区2022年度部门整体支出绩效自评表
issuer: 某区财政局
year: 2022
variant: 无专项资金
document: {title: 某区自评通知, inferred: 试验所用}
points: 100
rounding: {rows: 2, total: 2}
grades:
  - {name: 优, least: 90}
  - {name: 良, least: 80}
  - {name: 中, least: 60}
  - {name: 差, least: 0}
applies: {input: special_funds, when: "[0, 0]", otherwise: 有专项资金}
inputs:
  special_funds: {name: 专项资金预算, type: money, unit: 万元, optional: true}
  spent: {name: 全年支出, type: money, unit: 万元}
  budget: {name: 全年预算, type: money, unit: 万元}
  office_spent: {name: 公用经费支出, type: money, unit: 万元}
  office_budget: {name: 公用经费预算, type: money, unit: 万元}
  months: {name: 有计划的月数, type: count, unit: 月, least: 1, most: 12}
  monthly: {name: 各月执行率, type: series, unit: "%", count: months}
  assessed: {name: 应评估项目数, type: count, unit: 个}
  unassessed: {name: 未评估项目数, type: count, unit: 个}
  found: {name: 责令整改问题数, type: count, unit: 个}
  repeated: {name: 屡查屡犯问题数, type: count, unit: 个}
  rules_followed: {name: 制度得到执行, type: judgement}
  control_rate: {name: 控制率, type: percent, unit: "%", optional: true}
rows:
  - id: output
    name: 产出指标完成情况
    points: 20
    clause: {text: 按完成率分档计分, place: 第1行}
    indicators:
      not_applicable: full
      over_completion: 130%
      select: output
      none_filed: zero
      bands:
        - {id: low, when: "[0, 60%)", result: zero}
        - {id: part, when: "[60%, 100%)", result: proportional}
        - {id: full, when: "[100%, 150%]", result: full}
        - {id: over, when: "(150%, -)", result: share 50%}
  - id: benefit
    name: 效益指标完成情况
    points: 20
    clause: {text: 数值目标同产出，文字目标分档认定, place: 第2行}
    indicators:
      not_applicable: full
      select: [benefit, satisfaction]
      lower_is_better: linear
      equals: at-least
      basis_length: 4
      bands:
        - {id: low, when: "[0, 60%)", result: zero}
        - {id: part, when: "[60%, 100%)", result: proportional}
        - {id: full, when: "[100%, -)", result: points 6}
      tiers:
        - {id: tier-a, when: "[80%, 100%]"}
        - {id: tier-b, when: "[60%, 80%)"}
        - {id: tier-c, when: "[0, 60%)"}
  - id: execution
    name: 部门预算资金支出率
    points: 10
    clause: {text: 各月支出率的平均数, place: 第3行}
    piecewise:
      metric: {mean: {of: monthly, cap: 100%}}
      bands: [{id: rate, when: "[0, 100%]", result: proportional}]
  - id: assessment
    name: 新增项目事前绩效评估
    points: 3
    clause: {text: 多于3个的每缺一个扣0.5分，其余每缺一个扣1分, place: 第4行}
    incidents:
      classes: [{id: unassessed, name: 未评估, input: unassessed, each: 0.5}]
      tiers:
        input: assessed
        bands:
          - {id: few, when: "[0, 3]", factor: 2}
          - {id: many, when: "(3, -)"}
  - id: findings
    name: 财务管理合规性
    points: 2
    clause: {text: 责令整改每个扣0.5分，屡查屡犯每个扣1分, place: 第5行}
    incidents:
      classes:
        - {id: found, name: 责令整改, input: found, each: 0.5, cap: 1}
        - {id: repeated, name: 屡查屡犯, input: repeated, each: 1}
  - id: office-cost
    name: 公用经费控制率
    points: 2
    clause: {text: 每超5%扣0.5分, place: 第6行, numerator: 公用经费支出－公用经费预算, denominator: 公用经费预算}
    steps: {metric: {growth: {of: office_spent, base: office_budget}}, each: 5%, deduct: 0.5}
  - id: office-growth
    name: 公用经费变动
    points: 3
    clause: {text: 不增长得满分, place: 第7行}
    piecewise:
      metric: {growth: {of: office_spent, base: office_budget}}
      bands:
        - {id: shrunk, when: "[-100%, 0]", result: full}
        - {id: grown, when: "(0, -)", result: zero}
  - id: rules
    name: 制度
    points: 40
    clause: {text: 制度得到执行, place: 第8行}
    checklist: {items: [{id: followed, name: 执行, points: 40, input: rules_followed}]}
checks:
  - {id: pair, name: 控制率相符, sum: {control_rate: 1}, equals: 100%}
adjust:
  flat:
    - {id: drift, name: 指标偏离, when: output/*/over-completion, points: 2, clause: {text: 偏离扣2分, place: 附注}}
    - {id: mismatch, name: 数据不符, when: check/pair, points: 1}
  cap_total:
    name: 按执行率封顶
    metric: {ratio: {of: spent, to: budget}}
    clause: {text: 执行率低于80%的总分封顶, place: 附注}
    bands:
      - {id: under-50, when: "[0, 50%)", most: 59}
      - {id: under-60, when: "[50%, 60%)", most: 69}
      - {id: under-70, when: "[60%, 70%)", most: 79}
      - {id: under-80, when: "[70%, 80%)", most: 89}
      - {id: none, when: "[80%, -)"}
"""
VALUES = {
    "special_funds": "0",
    "spent": "98",
    "budget": "100",
    "office_spent": "65.85",
    "office_budget": "56.40",
    "months": "3",
    "monthly": "99.1,107,98.2",
    "assessed": "4",
    "unassessed": "1",
    "found": "0",
    "repeated": "0",
    "rules_followed": "yes",
    "control_rate": "100",
}
TASKS = (Task("works", "工程", "第1页"),)
INDICATORS = (
    Indicator("roads", "works", "道路", "8", "figure", "第1页", ">=", "30", "条", category="output"),
    Indicator("delay", "works", "延误天数", "12", "figure", "第1页", "<=", "30", "天", category="output"),
    Indicator("order", "works", "秩序良好", "6", "statement", "第1页", category="benefit"),
    Indicator("waste", "works", "浪费", "4", "figure", "第1页", "<=", "100", "吨", category="benefit"),
    Indicator("pleased", "works", "满意度", "10", "figure", "第1页", "=", "90", "%", category="satisfaction"),
)
RESULTS = (
    Result("roads", "figure", "第2页", "27", "条"),
    Result("delay", "figure", "第2页", "30", "天"),
    Result("order", "statement", "第2页", share="85%", basis="巡查记录齐全"),
    Result("waste", "figure", "第2页", "120", "吨"),
    Result("pleased", "figure", "第2页", "95", "%"),
)


@cache
def form(text: str = TEXT) -> RubricFile:
    return load_rubric(text.encode(), "form.yaml")


def broken(old: str, new: str) -> RubricFile:
    assert TEXT.count(old) >= 1
    return form(TEXT.replace(old, new, 1))


def facts(*without: str, results: tuple[Result, ...] = (), **values: str) -> Facts:
    """The form's facts with other values and other results, and without some inputs, indicators or results."""
    inputs = form().rubric.inputs
    filed = tuple(
        Fact(name, value, "figure", "第1页", inputs[name].unit)
        for name, value in (VALUES | values).items()
        if name not in without
    )
    other = {each.indicator: each for each in results}
    came = tuple(other.get(each.indicator, each) for each in RESULTS if each.indicator not in without)
    return Facts("某局", filed, TASKS, INDICATORS, came)


def came(indicator: str, actual: str) -> Result:
    unit = next(each.unit for each in INDICATORS if each.id == indicator)
    return Result(indicator, "figure", "第2页", actual, unit)
