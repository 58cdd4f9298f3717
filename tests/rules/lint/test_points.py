"""Points, sums and grades."""

from __future__ import annotations

import pytest

from rules.lint import lint
from rules.rubric_file import load_rubric
from tests.rules.lint.planted import TEXT, Planted, codes_at, named

BROKEN: list[Planted] = [
    ("{rows: 2, total: 2}", "{rows: -1, total: 2}", "lint.rounding", "rows: -1"),
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
    ("{name: 差, least: 0}", "{name: 差, least: 1}", "lint.grade-floor", "grades"),
    ("{name: 良, least: 80}", "{name: 良, least: 90}", "lint.grade-equal", "{name: 良, least: 90}"),
    ("{name: 优, least: 90}", "{name: 优, least: 101}", "lint.grade-beyond", "{name: 优, least: 101}"),
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
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_points_or_grades_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found


def test_a_file_without_grades_is_told_so() -> None:
    start, end = TEXT.index("grades:\n"), TEXT.index("\ninputs:\n")
    file = load_rubric((TEXT[:start] + "grades: []\n" + TEXT[end:]).encode(), "broken.yaml")
    assert [each.problem.code for each in lint(file)] == ["lint.grades-none"]
