from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from app.scenario import load_scenario
from app.scenario_file import ScenarioFileError
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

TOLD = "facts: facts.yaml, published: published.yaml}"


def written(folder: Path, behaves: str) -> Path:
    """The shipped scenario of Shijing, its acts replaced by a behaviour."""
    for name in ("facts.yaml", "published.yaml"):
        shutil.copy(FOLDER / name, folder)
    text = (FOLDER / "scenario.yaml").read_text(encoding="utf-8")
    text = text[: text.index("\nacts:")].replace(TOLD, f"facts: facts.yaml, behaves: {behaves}}}")
    file = folder / "scenario.yaml"
    file.write_text(text + "\n", encoding="utf-8")
    return file


def refused(file: Path) -> list[tuple[str, str, dict[str, str]]]:
    with pytest.raises(ScenarioFileError) as told:
        load_scenario(file)
    assert all(one.file == str(file) and one.line > 0 for one in told.value.problems)
    return [
        (".".join(map(str, one.problem.path[2:])), one.problem.code, one.problem.params) for one in told.value.problems
    ]


@pytest.mark.parametrize(
    ("behaves", "path", "code"),
    [
        ("{late: {targets.fyle: 2}}", "behaves.late", "behaviour.unknown-word"),
        ("{never: [evidence.add]}", "behaves.never", "behaviour.unknown-word"),
        ("{returned: {review.conclude: 1}}", "behaves.returned", "behaviour.unknown-word"),
        ("{late: {targets.file: 0}}", "behaves.late.targets.file", "behaviour.not-positive"),
        ("{late: {targets.file: 2}, never: [targets.file]}", "behaves.late.targets.file", "behaviour.never-and-else"),
        ("{late: {acknowledgement.confirm: 2}}", "behaves", "behaviour.never-asked"),
        ("{dispute: [budget-completion]}", "behaves.dispute", "behaviour.never-asked"),
        ("{found: [no-such-row]}", "behaves.found", "behaviour.unknown-word"),
        ("{amend: [{input: no_such_input, value: 1}]}", "behaves.amend", "behaviour.unknown-word"),
        ("{amend: [{input: monitoring_filed_late, value: 1}]}", "behaves.amend", "behaviour.unknown-word"),
    ],
)
def test_a_behaviour_that_cannot_be_is_refused_with_its_department_and_place(
    tmp_path: Path, behaves: str, path: str, code: str
) -> None:
    found = refused(written(tmp_path, behaves))
    assert [(where, what) for where, what, _ in found] == [(path, code)]
    assert found[0][2]["department"] == "shijing"


def test_an_unknown_act_is_told_the_acts_that_a_behaviour_may_name(tmp_path: Path) -> None:
    ((_, _, params),) = refused(written(tmp_path, "{late: {targets.fyle: 2}}"))
    assert params["value"] == "targets.fyle"
    assert "targets.file" in params["known"].split(", ")


def test_a_department_has_acts_or_a_behaviour_and_never_both(tmp_path: Path) -> None:
    file = written(tmp_path, "{ahead: 1}")
    act = "acts: [{at: 2020-11-03T15:20:00, who: tianbao, department: shijing, act: targets.file}]\n"
    file.write_text(file.read_text(encoding="utf-8") + act, encoding="utf-8")
    assert [code for _, code, _ in refused(file)] == ["behaviour.acts-too"]


def test_a_behaviour_needs_facts_and_people_who_act(tmp_path: Path) -> None:
    file = written(tmp_path, "{ahead: 1}")
    text = file.read_text(encoding="utf-8").replace("facts: facts.yaml, ", "two_hands: yes, ")
    file.write_text(text.replace("role: reviewer", "role: leadership"), encoding="utf-8")
    found = refused(file)
    assert [(code, params.get("role")) for _, code, params in found] == [
        ("behaviour.no-facts", None),
        ("behaviour.nobody", "approver"),
        ("behaviour.nobody", "reviewer"),
    ]
