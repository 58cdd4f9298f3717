from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.rehearsal.behaved import with_derived_acts
from app.rehearsal.groups import Group, usual_groups
from app.rehearsal.made_up_district import Wanted, write_made_up_district
from app.rehearsal.moved_rubric import moved_rubric
from app.scenario import load_scenario, rubric_path
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from pathlib import Path

RUBRICS = (
    "guangzhou-baiyun/2021/department.yaml",
    "guangzhou-conghua/2022/department.yaml",
    "guangzhou-panyu/2023/department.yaml",
)
FILE = load_rubric(rubric_path(RUBRICS[0]))


def wanted(seed: int = 1, departments: int = 5, groups: tuple[Group, ...] = usual_groups(FILE.rubric)) -> Wanted:
    return Wanted(FILE, 2022, departments, seed, groups)


def contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_the_same_wish_writes_the_same_bytes_and_another_seed_other_ones(tmp_path: Path) -> None:
    first = write_made_up_district(tmp_path, wanted(departments=2))
    before = contents(first)
    assert contents(write_made_up_district(tmp_path, wanted(departments=2))) == before
    other = write_made_up_district(tmp_path, wanted(seed=2, departments=2))
    assert other != first
    assert contents(other)["d001.json"] != before["d001.json"]


def test_exactly_as_many_departments_behave_so_as_their_share_says(tmp_path: Path) -> None:
    given = ({"share": "25%", "never": ["warning.answer"]}, {"share": "12.5%", "late": {"targets.file": 3}})
    groups = tuple(Group.model_validate(one) for one in given)
    folder = write_made_up_district(tmp_path, wanted(departments=8, groups=groups))
    behaved = [one.behaves for one in load_scenario(folder / "scenario.yaml").departments if one.behaves is not None]
    assert Counter((one.never, tuple(one.late)) for one in behaved) == {
        (("warning.answer",), ()): 2,
        ((), ("targets.file",)): 1,
        ((), ()): 5,
    }


@pytest.mark.parametrize("name", RUBRICS)
def test_a_district_under_any_shipped_rubric_can_be_loaded_and_acts(tmp_path: Path, name: str) -> None:
    file = load_rubric(rubric_path(name))
    folder = write_made_up_district(tmp_path, replace(wanted(), rubric=file, groups=usual_groups(file.rubric)))
    scenario = with_derived_acts(load_scenario(folder / "scenario.yaml"), folder)
    done = Counter(act.act for act in scenario.acts)
    assert done["targets.file"] == 6
    assert done["review.conclude"] == 5


def test_a_rubric_moved_to_another_year_differs_in_its_dates_alone() -> None:
    moved = load_rubric(moved_rubric(FILE, 2024))
    assert moved.rubric.year == 2024
    assert [one.opens for one in moved.rubric.phases] == [
        *("2023-10-12", "2024-08-02", "2025-02-21", "2025-03-28", "2025-05-05")
    ]
    assert moved.rubric.phases[0].due.date == "2023-11-06"
    back = {one.id: one for one in FILE.rubric.phases}
    phases = tuple(
        replace(one, opens=back[one.id].opens, due=back[one.id].due, review=back[one.id].review)
        for one in moved.rubric.phases
    )
    assert replace(moved.rubric, year=FILE.rubric.year, phases=phases) == FILE.rubric
    assert len(moved.text) == len(FILE.text)


def test_a_rubric_of_the_year_keeps_its_bytes() -> None:
    assert moved_rubric(FILE, 2021) == FILE.text
