from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rules.cases import cases_path, run_cases
from rules.comparison import Published, compare, load_published
from rules.core.errors import FactsError
from rules.core.score import score
from rules.evaluator import Evaluator
from rules.facts_file import load_facts
from rules.lint import lint
from rules.rubric_file import RubricFile, load_rubric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from rules.located import Located

ROOT = Path(__file__).parents[2]
RUBRIC = ROOT / "rules/rubrics/guangzhou-conghua/2022/department.yaml"
SCENARIO = ROOT / "scenarios/conghua_housing_2022"
# The bands of the completion rate as the form prints them: neighbours share 60 % and 100 %.
PRINTED_BANDS = (
    ('{id: failed, when: "[0, 60%)"', '{id: failed, when: "[0, 60%]"'),
    ('{id: partial, when: "[60%, 100%)"', '{id: partial, when: "[60%, 100%]"'),
)


@pytest.fixture(scope="module")
def form() -> RubricFile:
    return load_rubric(RUBRIC)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts(SCENARIO / "facts.yaml")


@pytest.fixture(scope="module")
def published() -> Published:
    return load_published(SCENARIO / "published.yaml")


@pytest.fixture(scope="module")
def evaluation(form: RubricFile, facts: Facts) -> Evaluation:
    return score(form.rubric, form.hash, facts)


def linted(changes: Sequence[tuple[str, str]]) -> tuple[Located, ...]:
    """Lint the form with changes to its text."""
    text = RUBRIC.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return lint(load_rubric(text.encode(), "form.yaml"))


def inverted_without_reason() -> tuple[tuple[str, str], ...]:
    lines = RUBRIC.read_text(encoding="utf-8").splitlines(keepends=True)
    return tuple({(line, "") for line in lines if "printed_inverted:" in line})


def test_the_form_is_free_of_faults() -> None:
    assert linted(()) == ()


def test_the_inverted_formula_of_the_form_is_found_when_nobody_answers_for_it() -> None:
    found = linted(inverted_without_reason())
    assert [(each.problem.code, each.problem.params["row"]) for each in found] == [
        ("lint.formula-inverted", "output-targets"),
        ("lint.formula-inverted", "benefit-targets"),
    ]
    assert {each.problem.params["printed"] for each in found} == {"年初目标值 ÷ 实际完成值"}


def test_the_terms_of_the_formula_stand_as_they_are_printed(form: RubricFile) -> None:
    rows = [row.clause for row in form.rubric.leaves() if row.indicators is not None]
    assert {(row.numerator, row.denominator) for row in rows if row} == {("年初目标值", "实际完成值")}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("numerator: 年初目标值", "numerator: 实际完成值"), ("denominator: 实际完成值", "denominator: 年初目标值")],
         "lint.formula-upright"),
        ([("denominator: 实际完成值", "denominator: 全年预算数")], "lint.formula-differs"),
        ([("              denominator: 实际完成值\n", "")], "lint.formula-half"),
    ],
)  # fmt: skip
def test_answering_for_an_inverted_formula_excuses_no_other_fault(changes: list[tuple[str, str]], code: str) -> None:
    assert code in {each.problem.code for each in linted(changes)}


def test_a_formula_the_right_way_round_needs_no_reason() -> None:
    right = [("numerator: 年初目标值", "numerator: 实际完成值"), ("denominator: 实际完成值", "denominator: 年初目标值")]
    assert linted([*inverted_without_reason(), *right]) == ()


def test_an_empty_reason_is_none() -> None:
    emptied = [(old, "              printed_inverted: ''\n") for old, _ in inverted_without_reason()]
    assert {each.problem.code for each in linted(emptied)} == {"lint.formula-inverted"}


def test_the_bands_of_the_form_share_their_ends_as_they_are_printed() -> None:
    found = linted(PRINTED_BANDS)
    assert {(each.problem.code, each.problem.params["where"]) for each in found} == {
        ("lint.band-double-owner", "60%"),
        ("lint.band-double-owner", "100%"),
    }


def test_every_case_of_the_form_passes_with_engine_and_interpreter(form: RubricFile) -> None:
    evaluator = Evaluator(form.rubric, form.hash)

    def scored(facts: Facts) -> Evaluation:
        outcome = evaluator.score(facts)
        assert outcome.evaluation is not None, outcome.difference
        return outcome.evaluation

    def monitored(facts: Facts) -> MonitoringEvaluation:
        outcome = evaluator.monitor(facts)
        assert outcome.evaluation is not None, outcome.difference
        return outcome.evaluation

    results = run_cases(form, cases_path(RUBRIC), scored, monitored)
    evaluator.close()
    assert len(results) >= 50
    assert [result for result in results if not result.passed] == []


def test_the_cases_ask_for_every_row_of_the_form(form: RubricFile) -> None:
    text = cases_path(RUBRIC).read_text(encoding="utf-8")
    assert [row.id for row in form.rubric.leaves() if f"{row.id}:" not in text] == ["targets-managed"]


def test_only_what_the_form_lets_one_decide_is_scored(evaluation: Evaluation) -> None:
    decided = [row.id for row in evaluation.rows if row.leaf and row.state == "decided"]
    assert decided == ["prior-assessment"]
    assert (evaluation.total, evaluation.of, evaluation.grade) == ("3.00", "3", None)


def test_what_the_form_only_claims_adds_up_to_its_total(evaluation: Evaluation, published: Published) -> None:
    claimed = {row.id: Fraction(row.claimed) for row in evaluation.rows if row.claimed is not None}
    assert sum(claimed.values()) + Fraction(evaluation.total) == Fraction(published.total.score)
    visible = sum(Fraction(row.score) for row in published.rows)
    assert (visible, claimed["unprinted"]) == (Fraction("80.5"), Fraction(99) - visible)
    assert {row.id: Fraction(row.points) for row in evaluation.rows}["unprinted"] == 100 - visible


def test_the_bases_of_the_form_are_those_listed_beforehand(evaluation: Evaluation, published: Published) -> None:
    compared = compare(evaluation, published)
    assert [(row.row, row.listed, row.derived) for row in compared.rows if row.listed != row.derived] == []
    assert (compared.total.listed, compared.total.derived) == ("claimed", "claimed")
    assert [row.row for row in compared.rows if row.listed == "stated"] == ["prior-assessment"]
    assert [row.row for row in compared.rows if row.listed == "recomputed"] == []


def test_every_decided_row_is_as_printed_and_every_other_is_a_claim(
    evaluation: Evaluation, published: Published
) -> None:
    compared = compare(evaluation, published)
    assert [row.row for row in compared.rows if row.computed is not None and not row.matches] == []
    assert {row.listed for row in compared.rows if row.computed is None} == {"claimed"}
    assert [row.row for row in compared.rows if not row.points_match] == []


def test_exactly_the_known_defects_of_the_form_are_named(evaluation: Evaluation, published: Published) -> None:
    compared = compare(evaluation, published)
    by_scoring = [each.defect.id for each in compared.defects if each.remark is not None]
    assert by_scoring == ["D5", "D7", "D32", "D32", "D32"]
    assert compared.unnamed == ()
    planted = {each.problem.code for each in linted([*inverted_without_reason(), *PRINTED_BANDS])}
    by_lint = [each.defect for each in compared.defects if each.remark is None]
    assert [each.id for each in by_lint] == ["D6", "D31"]
    assert {each.remark for each in by_lint} == planted


def test_the_remarks_carry_the_figures_of_the_form(evaluation: Evaluation) -> None:
    params = {remark.reason.params["id"]: remark.reason.params for remark in evaluation.remarks}
    assert params["points-printed"]["difference"] == "-19.5%"
    assert (params["months-evidenced"]["left"], params["months-evidenced"]["right"]) == ("0", "12")
    assert {params[f"{name}-year"]["left"] for name in ("audit", "rectification", "self-evaluation")} == {"2021"}


def test_a_department_with_special_funds_is_sent_to_the_other_form(form: RubricFile, facts: Facts) -> None:
    funded = tuple(replace(fact, value="0.01") if fact.input == "special_funds" else fact for fact in facts.facts)
    with pytest.raises(FactsError) as caught:
        score(form.rubric, form.hash, replace(facts, facts=funded))
    codes = [problem.code for problem in caught.value.problems]
    assert "facts.other-variant" in codes


def test_targets_that_are_filed_but_not_published_are_no_missing_targets(form: RubricFile, facts: Facts) -> None:
    kept = tuple(claim for claim in facts.claims if "." not in claim.row)
    none = score(form.rubric, form.hash, replace(facts, tasks=(), indicators=(), claims=kept))
    rows = {row.id: row for row in none.rows}
    assert (rows["output-targets"].score, rows["output-targets"].reason.code) == ("0.00", "none-filed")
    assert none.of == "43"


def test_deleting_what_the_form_prints_changes_no_score(
    form: RubricFile, facts: Facts, evaluation: Evaluation, published: Published
) -> None:
    nothing = replace(published, rows=(), defects=())
    assert compare(evaluation, nothing).rows == ()
    assert compare(evaluation, nothing).unnamed == evaluation.remarks
    assert score(form.rubric, form.hash, facts) == evaluation
