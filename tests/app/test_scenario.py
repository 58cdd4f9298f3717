from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from app.scenario import load_scenario, rubric_path, scenario_folder, shipped_scenarios
from app.scenario_file import ScenarioFileError
from rules.comparison import load_published
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

ASKED = "{collection: c, division: finance, contributor: nobody, due: 2022-03-09}"


def refused(text: str, folder: Path) -> list[tuple[int, str, str]]:
    """Line, path and code of every fault that a scenario's text is refused for."""
    for name in ("facts.yaml", "published.yaml"):
        shutil.copy(FOLDER / name, folder)
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioFileError) as told:
        load_scenario(file)
    assert told.value.code == "scenario.malformed"
    assert all(problem.file == str(file) for problem in told.value.problems)
    return [
        (problem.line, ".".join(map(str, problem.problem.path)), problem.problem.code)
        for problem in told.value.problems
    ]


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("year: 2021", "year: 二〇二一", "year", "read.bad-integer"),
        ("year: 2021", "year:", "year", "read.empty"),
        ("starts: 2020-10-09T09:00:00", "starts: 2020-13-09", "starts", "scenario.bad-time"),
        ("starts: 2020-10-09T09:00:00", "starts: 1602205200", "starts", "scenario.bad-time"),
        ("adoption: ", "adoptoin: ", "adoptoin", "scenario.unknown-key"),
        ("role: performance-office", "rolle: performance-office", "people.1.rolle", "scenario.unknown-key"),
        ("role: performance-office", "role: performance", "people.1.role", "scenario.unknown-word"),
        ("id: fuhe,", "id: jixiaoke,", "people.2.id", "scenario.id-twice"),
        ("role: filler, department: shijing", "role: filler, department: shi", "people.3.department", "unknown-word"),
        ("role: filler, department: shijing", "role: contributor, department: shijing", "people.3", "no-division"),
        ("act: targets.approve", f"act: collection.ask, ask: {ASKED}", "acts.1.ask.contributor", "unknown-word"),
        ("{at: 2020-11-10T10:05:00, who: fuhe", "{at: 2020-11-10T10:05:00, who: fu", "acts.1.who", "unknown-word"),
        ("act: targets.approve", "act: targets.aprove", "acts.1.act", "scenario.unknown-word"),
        ("{input: mid_year_month, value: 7, unit: 月}", "{input: mid_year_month, unit: 月}", "acts.2.facts.2", "key"),
        ("facts: facts.yaml", "facts: fact.yaml", "departments.0.facts", "scenario.no-file"),
        ("rubric: guangzhou-baiyun/2021", "rubric: guangzhou-baiyun/2022", "rubric", "scenario.no-file"),
        ("measure: ", "measure: [x] # ", "acts.11.measure", "read.nested"),
        ("departments:\n", "departments: none #\n", "", "yaml.syntax"),
        ("name: 石井街道2021年度部门整体支出绩效", "name: &a x", "name", "yaml.anchor"),
        ("value: 7, unit: 月", "value: ７, unit: 月", "acts.2.facts.2.value", "yaml.full-width"),
    ],
)
def test_a_malformed_scenario_is_refused_with_the_line_and_field_that_is_wrong(
    tmp_path: Path, old: str, new: str, path: str, code: str
) -> None:
    text = (FOLDER / "scenario.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    found = refused(text.replace(old, new), tmp_path)
    near = (line, line + 1)
    assert [one for one in found if one[0] in near and one[1] == path and one[2].endswith(code)], found


def test_a_scenario_in_which_nobody_can_open_the_book_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "scenario.yaml").read_text(encoding="utf-8").replace("role: performance-office", "role: reviewer")
    assert [(path, code) for _, path, code in refused(text, tmp_path)] == [("people", "scenario.role-missing")]


def test_every_fault_of_a_scenario_is_named_at_once(tmp_path: Path) -> None:
    found = refused("id: x\nname: y\nacts: [{at: 2021-01-01, who: a}]\n", tmp_path)
    assert {code for *_, code in found} == {"read.missing-key"}
    assert len(found) == 9
    assert {path for _, path, _ in found} == {"", "acts.0"}


ORDER = "{at: 2022-03-25, who: jixiaoke, kind: reevaluate, department: shijing, stage: score}"


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("who: jixiaoke, ", "who: x, ", "orders.0.who", "scenario.unknown-word"),
        ("department: shijing", "department: y", "orders.0.department", "scenario.unknown-word"),
        ("kind: reevaluate", "kind: bless", "orders.0.kind", "scenario.unknown-word"),
        ("kind: reevaluate, ", "", "orders.0", "read.missing-key"),
        ("stage: score", "stage: scores", "orders.0.stage", "scenario.unknown-word"),
        ("stage: score", "stages: score", "orders.0.stages", "scenario.unknown-key"),
        ("stage: score", "stage: null", "orders.0.stage", "read.empty"),
        (ORDER, "reevaluate", "orders.0", "read.not-map"),
    ],
)
def test_an_order_that_cannot_be_given_is_refused_before_anything_is_played(
    tmp_path: Path, old: str, new: str, path: str, code: str
) -> None:
    text = (FOLDER / "scenario.yaml").read_text(encoding="utf-8") + f"orders:\n  - {ORDER}\n"
    line = text.count("\n")
    assert text.splitlines()[line - 1].count(old) == 1
    found = refused(f"{text[: text.index(ORDER)]}{ORDER.replace(old, new)}\n", tmp_path)
    assert (line, path, code) in found


def test_a_departments_own_rubric_that_is_not_there_is_refused_at_its_line(tmp_path: Path) -> None:
    text = (FOLDER / "scenario.yaml").read_text(encoding="utf-8")
    line = text[: text.index("published: published.yaml")].count("\n") + 1
    own = text.replace("published: published.yaml", "published: published.yaml, rubric: guangzhou-baiyun/2021/own.yaml")
    assert refused(own, tmp_path) == [(line, "departments.0.rubric", "scenario.no-file")]


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
    assert refused("id: x\nname: [\n", tmp_path) == [(3, "", "yaml.syntax")]


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
