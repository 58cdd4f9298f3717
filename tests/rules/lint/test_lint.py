from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.lint import RULES, lint
from rules.rubric_file import load_rubric
from tests.rules.lint import (
    test_bands,
    test_clocks,
    test_identifiers,
    test_inputs,
    test_monitoring,
    test_phases,
    test_points,
    test_precheck,
    test_shapes,
    test_sources,
)
from tests.rules.lint.planted import TEXT, broken
from tests.rules.lint.test_later_shapes import RULES as LATER

if TYPE_CHECKING:
    from rules.rubric_file import RubricFile

MODULES = (
    test_inputs,
    test_clocks,
    test_phases,
    test_bands,
    test_monitoring,
    test_points,
    test_shapes,
    test_identifiers,
    test_sources,
    test_precheck,
)


def test_the_departments_rubric_has_no_fault(department: RubricFile) -> None:
    assert lint(department) == ()


@pytest.mark.thorough
def test_every_rule_of_the_lint_has_a_planted_fault() -> None:
    silent = {rule for rule in RULES if rule not in LATER}
    for module in MODULES:
        for old, new, code, _ in module.BROKEN:
            file = broken(old, new)
            silent = {rule for rule in silent if all(problem.code != code for problem in rule(file))}
    assert silent == set()


def test_findings_come_in_the_order_of_the_file() -> None:
    text = TEXT.replace("schema: 1", "schema: 7").replace("due: {date: 2022-03-18}", "due: {}")
    text = text.replace("        points: 16\n", "        points: 17\n")
    lines = [each.line for each in lint(load_rubric(text.encode(), "broken.yaml"))]
    assert len(lines) == 4
    assert lines == sorted(lines)
