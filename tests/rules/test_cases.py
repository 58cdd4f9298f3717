from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from rules.cases import CaseResult, CasesFileError, Difference, cases_path, run_cases
from rules.core.errors import FactsError
from rules.core.score import monitor, score

if TYPE_CHECKING:
    from pathlib import Path

    from rules.rubric_file import RubricFile


def run(file: RubricFile, path: Path) -> tuple[CaseResult, ...]:
    bound = (file.rubric, file.hash)
    return run_cases(file, path, partial(score, *bound), partial(monitor, *bound))


def run_text(file: RubricFile, tmp_path: Path, text: str) -> tuple[CaseResult, ...]:
    path = tmp_path / "department.cases.yaml"
    path.write_text(text, encoding="utf-8")
    return run(file, path)


def problems(file: RubricFile, tmp_path: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(CasesFileError) as caught:
        run_text(file, tmp_path, text)
    return [(each.line, each.problem.code) for each in caught.value.problems]


def test_every_case_beside_the_rubric_passes(department: RubricFile, rubric_path: Path) -> None:
    results = run(department, cases_path(rubric_path))
    assert len(results) >= 30
    assert [result for result in results if not result.passed] == []


def test_the_cases_ask_for_most_rows_and_every_monitoring_rule(department: RubricFile, rubric_path: Path) -> None:
    text = cases_path(rubric_path).read_text(encoding="utf-8")
    silent = [row.id for row in department.rubric.leaves() if f"{row.id}:" not in text]
    assert len(silent) <= len(department.rubric.leaves()) // 2
    assert all(rule.id in text for rule in department.rubric.monitoring.spending)
    assert all(rule.id in text for rule in department.rubric.monitoring.indicators)


def test_a_case_that_comes_out_otherwise_says_what_was_wanted_and_found(department: RubricFile, tmp_path: Path) -> None:
    text = (
        "- name: 一\n  facts: {income_variance: '9.0'}\n"
        "  expect: {rows: {income-variance: '1', carry-over: '2', nowhere: '1'}, total: '2', of: '3', grade: 优,"
        " remarks: [], warnings: [spending-pace red]}\n"
    )
    (result,) = run_text(department, tmp_path, text)
    assert not result.passed
    assert result.differences == (
        Difference("income-variance", "1", "1.50"),
        Difference("carry-over", "2", "undecided"),
        Difference("nowhere", "1", ""),
        Difference("total", "2", "1.50"),
        Difference("of", "3", "2"),
        Difference("grade", "优", "undecided"),
        Difference("remarks", "", "bonus-inside"),
        Difference("warnings", "spending-pace red", ""),
    )


def test_a_case_counts_as_equal_what_is_the_same_number(department: RubricFile, tmp_path: Path) -> None:
    text = "- name: 一\n  facts: {income_variance: '9.0'}\n  expect: {rows: {income-variance: '1.5'}, total: '1.50'}\n"
    assert run_text(department, tmp_path, text)[0].passed


def test_a_case_whose_figures_are_refused_keeps_the_reason_and_its_line(department: RubricFile, tmp_path: Path) -> None:
    text = "- name: 一\n  expect: {}\n- name: 二\n  facts: {income_varianc: '9.0'}\n  expect: {}\n"
    fine, refused = run_text(department, tmp_path, text)
    assert fine.passed
    assert not refused.passed
    assert (refused.name, refused.line) == ("二", 3)
    assert isinstance(refused.error, FactsError)
    assert refused.error.problems[0].code == "facts.unknown-input"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- name: 一\n  expects: {}\n", [(1, "read.missing-key"), (2, "read.unknown-key")]),
        ("- name: 一\n  expect:\n    rows: {a: 一分}\n", [(3, "read.bad-number")]),
        ("- name: 一\n  expect: {total: many}\n", [(2, "read.bad-number")]),
        ("- name: 一\n  expect: {}\n- name: 一\n  expect: {}\n", [(3, "cases.name-twice")]),
        ("a: 1\n", [(1, "cases.none")]),
        ("- 5\n", [(1, "read.not-map")]),
        ("- name: 一\n  expect: {}\n  indicators: [5]\n", [(3, "read.not-map")]),
        ("- name: 一\n  name: 二\n", [(2, "yaml.duplicate-key")]),
    ],
)
def test_a_file_of_cases_that_cannot_be_read_is_refused_with_its_lines(
    department: RubricFile, tmp_path: Path, text: str, wanted: list[tuple[int, str]]
) -> None:
    assert problems(department, tmp_path, text) == wanted
