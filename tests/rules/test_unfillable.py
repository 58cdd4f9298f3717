from __future__ import annotations

from dataclasses import replace

import pytest

from app.scenario import rubric_path
from rules.core.rubric import Monitoring, Rubric
from rules.rubric_file import load_rubric
from rules.unfillable import unfillable_rows

RUBRIC = load_rubric(rubric_path("guangzhou-baiyun/2021/department.yaml")).rubric


def without(phase: str) -> Rubric:
    return replace(RUBRIC, phases=tuple(one for one in RUBRIC.phases if one.id != phase))


def test_a_rubric_with_all_its_phases_has_no_row_that_nobody_can_fill() -> None:
    assert unfillable_rows(RUBRIC) == ()


def test_without_the_phase_of_the_targets_rows_on_targets_cannot_be_filled() -> None:
    found = [one for one in unfillable_rows(without("targets")) if one.code == "no-targets"]
    assert "duties" in {one.row for one in found}


def test_without_the_self_evaluation_nobody_asks_for_its_figures() -> None:
    found = {(one.row, one.input) for one in unfillable_rows(without("self-evaluation")) if one.code == "no-phase"}
    assert {("budget-completion", "annual_spent"), ("budget-completion", "annual_budget")} <= found


@pytest.mark.parametrize(
    ("witnessed", "changed", "code"),
    [
        ("monitoring.filed", without("monitoring"), "never-witnessed"),
        ("warnings.answered-in-time", without("monitoring"), "never-witnessed"),
        ("warnings.answered-in-time", replace(RUBRIC, monitoring=Monitoring()), "no-warnings"),
        ("findings.repeated", RUBRIC, "from-last-year"),
    ],
)
def test_what_the_ledger_can_never_see_is_named_with_its_row(witnessed: str, changed: Rubric, code: str) -> None:
    row = next(one for one in RUBRIC.leaves() if one.id == "budget-completion")
    declared = replace(changed.inputs["annual_spent"], witnessed=witnessed)
    asked = replace(changed, inputs={**changed.inputs, "annual_spent": declared})
    assert (row.id, code, "annual_spent") in {(one.row, one.code, one.input) for one in unfillable_rows(asked)}
