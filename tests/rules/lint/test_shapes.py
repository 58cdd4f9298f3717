"""Rows without a shape, with two, or with the wrong metric."""

from __future__ import annotations

import pytest

from rules.lint import lint
from rules.rubric_file import load_rubric
from tests.rules.lint.planted import TEXT, Planted, codes_at, named

BROKEN: list[Planted] = [
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
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_a_shape_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found


def test_an_empty_checklist_is_told_so() -> None:
    start = TEXT.index("              items:\n                - {id: within-plan")
    end = TEXT.index("      - id: disclosure\n")
    text = TEXT[:start] + "              items: []\n" + TEXT[end:]
    codes = {each.problem.code for each in lint(load_rubric(text.encode(), "broken.yaml"))}
    assert "lint.checklist-empty" in codes
