"""Printed formulas and the documents that rows come from."""

from __future__ import annotations

import pytest

from tests.rules.lint.planted import Planted, codes_at, named

BROKEN: list[Planted] = [
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
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_a_source_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found
