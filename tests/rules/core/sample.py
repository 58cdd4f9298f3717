"""A small rubric that uses every shape, metric and policy, and facts for it; tests change what they are about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from rules.core.facts import Claim, Fact, Facts, Indicator, Result, Task
from rules.core.reading import read_rubric
from rules.core.score import score

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation, RowScore
    from rules.core.rubric import Rubric

Node = dict[str, object]


def bands(*pairs: tuple[str, str, str]) -> list[Node]:
    return [{"id": name, "when": when, "result": result} for name, when, result in pairs]


def leaf(name: str, points: str, **shape: object) -> Node:
    clause = {"text": f"{name}的规则", "place": f"第{points}行"}
    return {"id": name, "name": f"{name}行", "points": points, "clause": clause, "evidence": ["凭证"], **shape}


def group(name: str, points: str, *rows: Node, **more: object) -> Node:
    return {"id": name, "name": f"{name}组", "points": points, "rows": list(rows), **more}


def item(name: str, points: str, question: str, **more: object) -> Node:
    return {"id": name, "name": f"{name}项", "points": points, "input": question, **more}


TARGET_BANDS = bands(
    ("low", "[0, 60%)", "zero"),
    ("part", "[60%, 100%)", "proportional"),
    ("full", "[100%, 150%]", "full"),
    ("over", "(150%, -)", "share 50%"),
)
CARRY_BANDS = bands(
    ("a", "[0, 10%]", "full"), ("b", "(10%, 20%]", "points 1"), ("c", "(20%, 30%]", "points 0.5"),
    ("d", "(30%, -)", "zero"),
)  # fmt: skip
PACE_BANDS = bands(("slow", "[0, 90%)", "zero"), ("fine", "[90%, -)", "full"))
MET_BANDS = bands(("part", "[0, 100%)", "proportional"), ("full", "[100%, 100%]", "full"))
COLOURS = [
    {"colour": "red", "when": "[0, 60%)"}, {"colour": "yellow", "when": "[60%, 80%)"},
    {"colour": "green", "when": "[80%, 120%)"}, {"colour": "blue", "when": "[120%, -)"},
]  # fmt: skip

MANAGEMENT = group(
    "management", "40",
    group(
        "money", "22",
        leaf("completion", "2", piecewise={
            "metric": {"ratio": {"of": "spent", "to": "budget"}}, "bands": TARGET_BANDS,
        }),
        leaf("carry", "2", piecewise={"metric": {"value": "carry_rate"}, "bands": CARRY_BANDS}),
        leaf("variance", "2", steps={"metric": {"value": "variance_rate"}, "each": "5%", "deduct": "0.5"}),
        leaf("excess", "8", steps={"metric": {"value": "excess_rate"}, "each": "1%", "deduct": "0.8", "start": "2%"}),
        leaf("pace", "8", piecewise={
            "metric": {"pace": {"of": "mid_spent", "to": "budget", "month": "month"}}, "bands": PACE_BANDS,
        }),
    ),
    leaf("list", "3", checklist={"items": [
        item("one", "1", "first"), item("two", "1.5", "second", not_applicable="full"),
        item("three", "0.5", "third", not_applicable="zero"),
    ]}),
    leaf("discretion", "3", judged={"input": "deduction", "counts": "deduction"}),
    leaf("share", "12", piecewise={"metric": {"share_met": "true"}, "bands": MET_BANDS}),
)  # fmt: skip
PERFORMANCE = group(
    "performance", "60",
    leaf("duties", "50", indicators={"not_applicable": "zero", "over_completion": "130%"}),
    leaf("honours", "10", judged={"input": "award", "counts": "score"}, bonus="true"),
)  # fmt: skip

TREE: Node = {
    "schema": "1", "semantics": "1", "id": "somewhere/2021/department", "version": "1", "name": "样表",
    "issuer": "某区财政局", "year": "2021", "variant": "无专项资金", "document": {"title": "样表"}, "points": "100",
    "rounding": {"rows": "2", "total": "2"},
    "grades": [{"name": "优", "least": "90"}, {"name": "良", "least": "80"}, {"name": "中", "least": "60"},
               {"name": "差", "least": "0"}],
    "inputs": {
        "spent": {"name": "支出", "type": "money", "unit": "万元"},
        "mid_spent": {"name": "年中支出", "type": "money", "unit": "万元"},
        "budget": {"name": "预算", "type": "money", "unit": "万元"},
        "month": {"name": "月份", "type": "count", "unit": "月", "least": "0", "most": "12"},
        "carry_rate": {"name": "结转结余率", "type": "percent", "unit": "%"},
        "variance_rate": {"name": "差异率", "type": "percent", "unit": "%", "least": "-100%"},
        "excess_rate": {"name": "超出率", "type": "percent", "unit": "%"},
        "first": {"name": "问一", "type": "judgement"},
        "second": {"name": "问二", "type": "judgement"},
        "third": {"name": "问三", "type": "judgement", "witnessed": "self-evaluation.filed"},
        "deduction": {"name": "扣分", "type": "points", "unit": "分", "most": "3"},
        "award": {"name": "加减分", "type": "points", "unit": "分", "least": "-10", "most": "10"},
        "control": {"name": "控制率", "type": "percent", "unit": "%", "optional": "true"},
    },
    "rows": [MANAGEMENT, PERFORMANCE],
    "checks": [{"id": "pair", "name": "两率相符", "sum": {"control": "1", "variance_rate": "-1"}, "equals": "100%"}],
    "monitoring": {
        "spending": [{"id": "spending", "name": "支出进度", "colours": COLOURS,
                      "metric": {"pace": {"of": "mid_spent", "to": "budget", "month": "month"}}}],
        "indicators": [{"id": "progress", "name": "指标进度", "month": "month", "colours": COLOURS}],
    },
}  # fmt: skip

VALUES = {
    "spent": ("15042.65", "万元", "figure"), "mid_spent": ("8000", "万元", "figure"),
    "budget": ("16061.02", "万元", "figure"), "month": ("6", "月", "figure"),
    "carry_rate": ("10", "%", "figure"), "variance_rate": ("9.0", "%", "figure"),
    "excess_rate": ("2", "%", "figure"), "first": ("yes", "", "statement"),
    "second": ("not-applicable", "", "statement"),
    "third": ("no", "", "witnessed"), "deduction": ("0.5", "分", "statement"), "award": ("0", "分", "statement"),
    "control": ("109", "%", "figure"),
}  # fmt: skip
INDICATORS = (
    Indicator("shows", "culture", "展览场次", "20", "figure", "目标一", ">=", "15", "场", "linear"),
    Indicator("waiting", "culture", "等待天数", "10", "figure", "目标二", "<=", "30", "天", "linear"),
    Indicator("staff", "office", "在编人数", "10", "figure", "目标三", "=", "42", "人", "linear"),
    Indicator("order", "office", "秩序良好", "10", "statement", "目标四"),
)
RESULTS = (
    Result("shows", "figure", "结果一", actual="112", unit="场"),
    Result("waiting", "figure", "结果二", actual="31", unit="天"),
    Result("staff", "figure", "结果三", actual="42", unit="人"),
    Result("order", "statement", "结果四", met="yes"),
)
TASKS = (Task("culture", "文化", "任务一"), Task("office", "机关", "任务二"))


def canonical_rubric(**changes: object) -> bytes:
    return json.dumps({**TREE, **changes}, ensure_ascii=False).encode()


def rubric(**changes: object) -> Rubric:
    return read_rubric(canonical_rubric(**changes))


def fact(name: str, value: str | None = None) -> Fact:
    filed, unit, origin = VALUES[name]
    place = f"{name}处"
    return Fact(name, filed if value is None else value, origin, place, unit)


def facts(*without: str, **values: str) -> Facts:
    """The sample's facts with other values, and without some inputs or results."""
    filed = tuple(fact(name, values.get(name)) for name in VALUES if name not in without)
    results = tuple(each for each in RESULTS if each.indicator not in without)
    return Facts("某街道", filed, TASKS, INDICATORS, results)


def with_result(given: Facts, result: Result) -> Facts:
    others = tuple(each for each in given.results if each.indicator != result.indicator)
    return replace(given, results=(*others, result))


def with_claim(given: Facts, row: str, points: str) -> Facts:
    return replace(given, claims=(*given.claims, Claim(row, points, "自评表")))


SAMPLE = rubric()
HASH = hashlib.sha256(canonical_rubric()).hexdigest()


def scored(given: Facts, by: Rubric = SAMPLE) -> Evaluation:
    return score(by, HASH, given)


def row(evaluation: Evaluation, name: str) -> RowScore:
    return next(each for each in evaluation.rows if each.id == name)


def single(name: str, points: str, shape: str, body: Node, inputs: Node) -> Rubric:
    """A rubric of one row."""
    return rubric(points=points, rows=[leaf(name, points, **{shape: body})], inputs=inputs, checks=[], monitoring={})
