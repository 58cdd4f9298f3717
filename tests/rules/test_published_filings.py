"""The published self-evaluations lack nothing, because every printed score is a claim of its row or group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.core.admission import admit
from rules.core.missing import missing_inputs
from rules.core.score import score
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric
from tests.rules.panyu import ROOT

DOCUMENTS = {
    "conghua_housing_2022/facts.yaml": "guangzhou-conghua/2022/department.yaml",
    "panyu_2023/housing/facts.yaml": "guangzhou-panyu/2023/department.yaml",
    "panyu_2023/government_services/facts.yaml": "guangzhou-panyu/2023/department-special-funds.yaml",
    "panyu_2023/government_services/facts-no-special-funds.yaml": "guangzhou-panyu/2023/department.yaml",
    "panyu_2023/human_resources/facts.yaml": "guangzhou-panyu/2023/department.yaml",
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_published_self_evaluation_can_be_filed_with_its_claims_and_not_without(document: str) -> None:
    by = load_rubric(ROOT / "rules/rubrics" / DOCUMENTS[document])
    given = load_facts(ROOT / "scenarios" / document)
    admit(by.rubric, given)
    witnessed = {name for name, each in by.rubric.inputs.items() if each.witnessed is not None}
    assert set(missing_inputs(by.rubric, given)) - witnessed == set()
    assert set(missing_inputs(by.rubric, replace(given, claims=()))) - witnessed != set()
    plain = score(by.rubric, by.hash, replace(given, claims=()))
    scored = score(by.rubric, by.hash, given)
    assert (scored.total, scored.of, scored.grade) == (plain.total, plain.of, None)
