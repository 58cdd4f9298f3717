from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from app.scenario import load_scenario, rubric_path, scenario_folder
from rules.core.errors import RulesError
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("year: 2021", "year: 二〇二一", "year: "),
        ("starts: 2020-10-09T09:00:00", "starts: 2020-13-09", "starts: "),
        ("adoption: ", "adoptoin: ", "adoption: "),
        ("role: performance-office", "rolle: performance-office", "people.1.role: "),
        ("{input: mid_year_month, value: 7, unit: 月}", "{input: mid_year_month, unit: 月}", "acts.2.facts.2.value: "),
        ("measure: ", "measure: [x] # ", "acts.11.measure: "),
    ],
)
def test_a_malformed_scenario_is_refused_with_the_field_that_is_wrong(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    text = (FOLDER / "scenario.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = tmp_path / "scenario.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(AppError) as refused:
        load_scenario(file)
    assert refused.value.code == "scenario.malformed"
    assert refused.value.params["file"] == str(file)
    assert fault in refused.value.params["faults"]


def test_every_fault_of_a_scenario_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text("id: x\nname: y\nacts: [{at: 2021-01-01, who: a}]\n")
    with pytest.raises(AppError) as refused:
        load_scenario(file)
    faults = refused.value.params["faults"].split("; ")
    assert [fault.partition(": ")[0] for fault in faults] == [
        "bureau",
        "year",
        "starts",
        "rubric",
        "adoption",
        "departments",
        "people",
        "acts.0.department",
        "acts.0.act",
    ]


def test_a_scenario_that_is_no_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text("id: x\nname: [\n")
    with pytest.raises(RulesError) as refused:
        load_scenario(file)
    assert refused.value.code == "yaml.malformed"


def test_a_scenario_file_that_is_not_there_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        load_scenario(tmp_path / "none.yaml")
    assert (refused.value.code, refused.value.params) == ("scenario.missing", {"file": str(tmp_path / "none.yaml")})


def test_a_scenario_that_nobody_ships_is_refused_with_those_that_are_shipped() -> None:
    with pytest.raises(AppError) as refused:
        scenario_folder("shijing-2020")
    assert (refused.value.code, refused.value.params["name"]) == ("scenario.unknown", "shijing-2020")
    assert "shijing-2021" in refused.value.params["known"].split("、")


def test_a_time_without_a_zone_is_shanghais() -> None:
    assert load_scenario(FOLDER / "scenario.yaml").starts.isoformat() == "2020-10-09T09:00:00+08:00"


def test_a_rubric_of_ones_own_is_found_by_its_path(tmp_path: Path) -> None:
    own = tmp_path / "rubric.yaml"
    own.write_text("")
    assert rubric_path(str(own)) == own
    assert rubric_path("guangzhou-baiyun/2021/department.yaml").is_file()
