"""Versions, identifiers, and names that stand twice."""

from __future__ import annotations

import pytest

from tests.rules.lint.planted import Planted, codes_at, named

BROKEN: list[Planted] = [
    ("schema: 1", "schema: 2", "lint.schema", "schema: 2"),
    ("semantics: 1", "semantics: 9", "lint.semantics", "semantics: 9"),
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
    ("  - id: review\n", "  - id: targets\n", "lint.id-twice", "按年后自评的通行日程推定\n  - id: targets"),
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_an_identifier_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found
