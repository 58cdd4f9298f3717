from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from app.rehearsal.groups import allotted, load_groups, usual_groups
from app.scenario import rubric_path
from app.scenario_file import ScenarioFileError
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = load_rubric(rubric_path("guangzhou-baiyun/2021/department.yaml")).rubric


@pytest.mark.parametrize(
    ("shares", "count", "wanted"),
    [
        (["1/5", "1/5", "1/5"], 5, (1, 1, 1)),
        (["1/3", "1/3", "1/3"], 10, (4, 3, 3)),
        (["1/2"], 3, (2,)),
        (["1/10"], 4, (0,)),
        (["1"], 7, (7,)),
        ([], 7, ()),
    ],
)
def test_shares_are_allotted_exactly_and_the_rest_by_the_largest_remainders(
    shares: list[str], count: int, wanted: tuple[int, ...]
) -> None:
    assert allotted([Fraction(share) for share in shares], count) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("groups: [{share: 120%}]", "behaviour.bad-share"),
        ("groups: [{share: 60%}, {share: 41%}]", "behaviour.shares-exceed"),
        ("groups: [{share: half}]", "scenario.bad-value"),
        ("groups: [{share: 20%, late: {targets.fyle: 1}}]", "behaviour.unknown-word"),
        ("groups: [{share: 20%, dispute: 1}]", "behaviour.never-asked"),
        ("groups: [{share: 20%, lazy: 1}]", "scenario.unknown-key"),
    ],
)
def test_groups_that_cannot_be_are_refused_with_their_place(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "behaviours.yaml"
    file.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ScenarioFileError) as told:
        load_groups(file, RUBRIC)
    assert code in {one.problem.code for one in told.value.problems}
    assert {one.file for one in told.value.problems} == {str(file)}


def test_the_shipped_groups_ask_for_nothing_that_the_rubric_does_not_have() -> None:
    whole = usual_groups(RUBRIC)
    assert any("monitoring.file" in group.late for group in whole)
    assert any(group.found for group in whole)
