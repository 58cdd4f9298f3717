from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from rules.comparison import (
    Published,
    PublishedDefect,
    PublishedDifference,
    PublishedFileError,
    compare,
    load_published,
    prints,
)
from rules.core.facts import Claim
from rules.core.score import score
from rules.facts_file import load_facts

if TYPE_CHECKING:
    from pathlib import Path

    from rules.core.evaluation import Evaluation
    from rules.core.facts import Facts
    from rules.rubric_file import RubricFile


@pytest.fixture(scope="module")
def facts(scenario: Path) -> Facts:
    return load_facts(scenario / "facts.yaml")


@pytest.fixture(scope="module")
def published(scenario: Path) -> Published:
    return load_published(scenario / "published.yaml")


@pytest.fixture(scope="module")
def evaluation(department: RubricFile, facts: Facts) -> Evaluation:
    return score(department.rubric, department.hash, facts)


def test_the_whole_document_comes_out_as_it_was_published(evaluation: Evaluation, published: Published) -> None:
    compared = compare(evaluation, published)
    assert [row.row for row in compared.rows if not row.matches] == []
    assert [row.row for row in compared.rows if not row.points_match] == []
    assert (evaluation.total, evaluation.of, evaluation.attainable, evaluation.grade) == ("90.25", "100", "95", "优")
    assert compared.total.matches
    assert compared.total.points_match
    assert compared.grade_matches


@pytest.mark.parametrize(
    ("row", "printed"),
    [("management", "42.25"), ("funds", "15.33"), ("performance-management", "12.92"), ("performance", "48.00"),
     ("budget-completion", "1.87"), ("income-variance", "1.50"), ("average-execution", "1.96"),
     ("target-completion", "1.92"), ("monitoring-and-evaluation", "3.00"), ("duties.livelihood", "6.00")],
)  # fmt: skip
def test_the_rows_have_the_published_scores(evaluation: Evaluation, row: str, printed: str) -> None:
    assert {each.id: each.score for each in evaluation.rows}[row] == printed


def test_every_printed_row_is_compared_and_every_row_of_the_rubric_is_printed_or_an_indicator(
    evaluation: Evaluation, published: Published
) -> None:
    printed = [row.id for row in published.rows]
    assert len(printed) == len(set(printed)) == 36
    silent = {row.id for row in evaluation.rows} - set(printed)
    assert {each for each in silent if each.count(".") < 2} == {"duties"}
    assert len(silent) == 1 + 25


def test_the_bases_listed_beforehand_are_those_that_the_scoring_derives(
    evaluation: Evaluation, published: Published
) -> None:
    compared = compare(evaluation, published)
    assert [(row.row, row.listed, row.derived) for row in compared.rows if row.listed != row.derived] == []
    assert compared.total.listed == compared.total.derived == "stated"
    assert sum(row.listed == "recomputed" for row in compared.rows) == 8


def test_exactly_the_known_defects_are_named(evaluation: Evaluation, published: Published) -> None:
    compared = compare(evaluation, published)
    assert [each.defect.id for each in compared.defects] == [f"D{number}" for number in range(19, 26)]
    assert [each.defect.id for each in compared.defects if each.remark is None] == []
    assert compared.unnamed == ()
    assert len(evaluation.remarks) == len(compared.defects)


def test_the_remarks_carry_the_figures_of_the_defects(evaluation: Evaluation, published: Published) -> None:
    named = {
        each.defect.id: each.remark.reason.params for each in compare(evaluation, published).defects if each.remark
    }
    assert (named["D19"]["left"], named["D19"]["difference"]) == ("95.25%", "-4.75%")
    assert named["D21"]["difference"] == "0.01%"
    assert named["D22"]["attainable"] == "95"
    assert named["D24"]["rate"] == "746.67%"


def test_deleting_what_was_published_changes_no_score(
    department: RubricFile, facts: Facts, evaluation: Evaluation, published: Published
) -> None:
    nothing = replace(published, rows=(), defects=())
    assert compare(evaluation, nothing).rows == ()
    assert compare(evaluation, nothing).unnamed == evaluation.remarks
    assert score(department.rubric, department.hash, facts) == evaluation


def test_a_different_figure_is_told_with_its_difference(
    department: RubricFile, facts: Facts, published: Published
) -> None:
    changed = tuple(replace(fact, value="14900.00") if fact.input == "annual_spent" else fact for fact in facts.facts)
    compared = compare(score(department.rubric, department.hash, replace(facts, facts=changed)), published)
    (row,) = [each for each in compared.rows if each.row == "budget-completion"]
    assert not row.matches
    assert row.computed == "1490000/803051"
    assert (row.difference or "").startswith("-0.0145")
    assert {each.row for each in compared.rows if not each.matches} == {"budget-completion", "funds", "management"}
    assert row.score == "1.86"


def test_an_undecided_row_matches_nothing_and_the_total_is_open(
    department: RubricFile, facts: Facts, published: Published
) -> None:
    fewer = tuple(fact for fact in facts.facts if fact.input != "carry_over_rate")
    claimed = replace(facts, facts=fewer, claims=(Claim("carry-over", "2", "二、（二）1.（1）⑥"),))
    compared = compare(score(department.rubric, department.hash, claimed), published)
    unmatched = {each.row: (each.computed, each.derived) for each in compared.rows if not each.matches}
    assert unmatched["carry-over"] == (None, "claimed")
    assert set(unmatched) == {"carry-over", "funds", "management"}
    assert (compared.total.computed, compared.total.matches, compared.total.derived) == (None, False, "claimed")
    assert not compared.grade_matches


def test_a_printed_row_that_the_rubric_does_not_have_matches_nothing(
    evaluation: Evaluation, published: Published
) -> None:
    stray = replace(published.rows[0], id="nowhere")
    (row,) = compare(evaluation, replace(published, rows=(stray,))).rows
    assert (row.computed, row.matches, row.points_match, row.derived) == (None, False, False, "none")


@pytest.mark.parametrize(
    ("value", "printed", "same"),
    [("1.8732", "1.87", True), ("4.3595", "4.4", True), ("4.3595", "4.36", True), ("4.3595", "4.359", False),
     ("4.957", "5", True), ("1.865", "1.87", True), ("1.8649", "1.87", False), ("49.996", "49.996", True),
     ("99.916", "99.92", True), ("-0.005", "-0.01", True)],
)  # fmt: skip
def test_a_value_matches_when_it_rounds_to_what_is_printed(value: str, printed: str, *, same: bool) -> None:
    assert prints(Fraction(value), printed) is same


def test_a_file_of_published_scores_that_cannot_be_read_is_refused_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "published.yaml"
    head = "rubric: a/b\ndocument: 报告\ntotal: {score: '90', points: 100, grade: 优, basis: stated}\nrows:\n"
    for row, code in (
        ("  - {id: a, points: 2, score: many, basis: stated}\n", "read.bad-number"),
        ("  - {id: a, points: 2, score: 1, basis: guessed}\n", "read.bad-choice"),
        ("  - {id: a, id: b}\n", "yaml.duplicate-key"),
    ):
        path.write_text(head + row, encoding="utf-8")
        with pytest.raises(PublishedFileError) as caught:
            load_published(path)
        assert [(each.line, each.problem.code) for each in caught.value.problems] == [(5, code)]


def test_a_difference_that_was_named_beforehand_is_explained_and_any_other_is_not(
    department: RubricFile, facts: Facts, published: Published
) -> None:
    changed = tuple(replace(fact, value="14900.00") if fact.input == "annual_spent" else fact for fact in facts.facts)
    evaluation = score(department.rubric, department.hash, replace(facts, facts=changed))
    why = PublishedDifference("budget-completion", "reading", "另一口径")
    compared = compare(evaluation, replace(published, differences=(why,)))
    assert [row.because for row in compared.rows if row.row == "budget-completion"] == [why]
    assert compared.unexplained == ("management", "funds", "total")
    whole = PublishedDifference("total", "rounding", "各行舍入不同")
    assert "total" not in compare(evaluation, replace(published, differences=(why, whole))).unexplained


def test_a_row_that_cannot_be_computed_needs_no_explanation(
    department: RubricFile, facts: Facts, published: Published
) -> None:
    fewer = tuple(fact for fact in facts.facts if fact.input != "carry_over_rate")
    compared = compare(score(department.rubric, department.hash, replace(facts, facts=fewer)), published)
    assert "carry-over" in {row.row for row in compared.rows if not row.matches}
    assert compared.unexplained == ()


def test_a_defect_without_a_remark_is_found_by_readers_only(evaluation: Evaluation, published: Published) -> None:
    read = PublishedDefect("D0", "只有通读全文才能发现")
    (found,) = compare(evaluation, replace(published, defects=(read,))).defects
    assert found.remark is None
