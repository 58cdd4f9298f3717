from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from app.scenario import load_scenario, rubric_path, scenario_folder, shipped_scenarios
from rules.comparison import load_published
from rules.core.errors import RulesError
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric
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


def test_a_scenario_that_names_nobody_known_is_refused_before_anything_is_played(tmp_path: Path) -> None:
    text = (FOLDER / "scenario.yaml").read_text(encoding="utf-8")
    text = text.replace("2020-11-03T15:20:00, who: tianbao", "2020-11-03T15:20:00, who: nobody")
    text = text.replace(
        "who: fuhe, department: shijing, act: targets.approve", "who: fuhe, department: street, act: bless"
    )
    text += "orders:\n  - {at: 2022-03-25, who: x, kind: reevaluate, department: y, stage: score}\n"
    file = tmp_path / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AppError) as refused:
        load_scenario(file)
    assert (refused.value.code, refused.value.params["file"]) == ("scenario.unknown-names", str(file))
    assert refused.value.params["faults"].split("; ") == [
        "acts.0.who: nobody",
        "acts.1.department: street",
        "acts.1.act: bless",
        "orders.0.who: x",
        "orders.0.department: y",
    ]


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_names_files_that_are_there_and_acts_within_its_phases(name: str) -> None:
    folder = scenario_folder(name)
    scenario = load_scenario(folder / "scenario.yaml")
    for department in scenario.departments:
        assert department.facts is not None
        assert department.published is not None
        load_facts(folder / department.facts)
        published = load_published(folder / department.published)
        assert f"{published.rubric}.yaml" == scenario.rubric_of(department)
        phases = load_rubric(rubric_path(scenario.rubric_of(department))).rubric.phases
        first = min(act.at.date() for act in scenario.acts if act.department == department.id)
        assert scenario.starts.date() <= date.fromisoformat(phases[0].opens) <= first
    assert list(scenario.acts) == sorted(scenario.acts, key=lambda act: act.at)


def test_people_of_different_bureaus_have_different_logins() -> None:
    logins = [
        person.id
        for name in shipped_scenarios()
        for person in load_scenario(scenario_folder(name) / "scenario.yaml").people
    ]
    assert len(logins) == len(set(logins)) == 14


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
