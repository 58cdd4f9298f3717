"""The published self-evaluations lack nothing once every printed score counts as a claim of its row or group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.core.admission import admit
from rules.core.facts import Claim
from rules.core.missing import missing_inputs
from rules.core.score import score
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric
from tests.rules.panyu import ROOT

# Groups of which only the sum is printed.
SUMS = {"budget-execution": "3.5", "performance-management": "14", "assets": "9.5"}
DOCUMENTS = {
    "conghua_housing_2022/facts.yaml": ("guangzhou-conghua/2022/department.yaml", {}),
    "panyu_housing_2023/facts.yaml": ("guangzhou-panyu/2023/department.yaml", SUMS),
    "panyu_government_services_2023/facts.yaml": ("guangzhou-panyu/2023/department-special-funds.yaml", {}),
    "panyu_government_services_2023/facts-no-special-funds.yaml": ("guangzhou-panyu/2023/department.yaml", {}),
    "panyu_human_resources_2023/facts.yaml": ("guangzhou-panyu/2023/department.yaml", {}),
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_published_self_evaluation_can_be_filed_with_its_claims_and_not_without(document: str) -> None:
    form, sums = DOCUMENTS[document]
    by = load_rubric(ROOT / "rules/rubrics" / form)
    facts = load_facts(ROOT / "scenarios" / document)
    claimed = {claim.row for claim in facts.claims}
    more = tuple(Claim(row, points, "小计") for row, points in sums.items() if row not in claimed)
    given = replace(facts, claims=(*facts.claims, *more))
    admit(by.rubric, given)
    witnessed = {name for name, each in by.rubric.inputs.items() if each.witnessed is not None}
    assert set(missing_inputs(by.rubric, given)) - witnessed == set()
    assert set(missing_inputs(by.rubric, replace(facts, claims=()))) - witnessed != set()
    plain = score(by.rubric, by.hash, replace(facts, claims=()))
    scored = score(by.rubric, by.hash, given)
    assert (scored.total, scored.of, scored.grade) == (plain.total, plain.of, None)
