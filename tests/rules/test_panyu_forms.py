from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.cases import cases_path, run_cases
from rules.evaluator import Evaluator
from rules.lint import lint
from tests.rules.panyu import FORMS, filed, form, scored

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from rules.core.rubric import Row

REPORTS = [
    ("panyu_2023/human_resources", "facts.yaml", False),
    ("panyu_2023/housing", "facts.yaml", False),
    ("panyu_2023/government_services", "facts.yaml", True),
    ("panyu_2023/government_services", "facts-no-special-funds.yaml", False),
]


def _differing(rows: tuple[Row, ...], others: tuple[Row, ...]) -> set[str]:
    """The leaf rows that are not the same in both."""
    pairs = {row.id: row for row in _leaves(rows)}, {row.id: row for row in _leaves(others)}
    return {name for name in pairs[0].keys() | pairs[1].keys() if pairs[0].get(name) != pairs[1].get(name)}


def _leaves(rows: tuple[Row, ...]) -> list[Row]:
    return [leaf for row in rows for leaf in (_leaves(row.rows) if row.rows else [row])]


@pytest.mark.parametrize("special_funds", [False, True])
def test_nothing_is_wrong_with_either_form(*, special_funds: bool) -> None:
    assert list(lint(form(special_funds=special_funds))) == []


@pytest.mark.parametrize("special_funds", [False, True])
def test_the_cases_beside_either_form_pass_by_engine_and_interpreter(*, special_funds: bool) -> None:
    file = form(special_funds=special_funds)
    evaluator = Evaluator(file.rubric, file.hash)

    def score_both(facts: Facts) -> Evaluation:
        outcome = evaluator.score(facts)
        assert outcome.evaluation is not None
        return outcome.evaluation

    def monitor_both(facts: Facts) -> MonitoringEvaluation:
        outcome = evaluator.monitor(facts)
        assert outcome.evaluation is not None
        return outcome.evaluation

    ran = run_cases(file, cases_path(FORMS[special_funds]), score_both, monitor_both)
    assert [case.name for case in ran if not case.passed] == []
    assert len(ran) == (12 if special_funds else 45)


@pytest.mark.parametrize(("scenario", "name", "special_funds"), REPORTS)
def test_engine_and_interpreter_agree_on_every_report(scenario: str, name: str, *, special_funds: bool) -> None:
    file = form(special_funds=special_funds)
    outcome = Evaluator(file.rubric, file.hash).score(filed(scenario, name))
    assert outcome.difference is None
    assert outcome.evaluation == scored(filed(scenario, name), special_funds=special_funds)


def test_the_two_forms_differ_only_in_effectiveness_and_name_each_other() -> None:
    plain, special = form().rubric, form(special_funds=True).rubric
    assert _differing(plain.rows, special.rows) == {"output-targets", "benefit-targets", "execution", "special-funds"}
    assert plain.applies is not None
    assert special.applies is not None
    assert (plain.applies.otherwise, special.applies.otherwise) == (special.variant, plain.variant)
    assert special.inputs.keys() - plain.inputs.keys() == {"special_funds_score"}
