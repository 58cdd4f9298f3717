"""What the acts of a play bring: figures made up for it beside those of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from activities.desk import Desk
from app.errors import AppError
from app.rehearsal.contents import Contents
from app.scenario import PlayedAct, load_scenario, rubric_path, scenario_folder
from models.commands import Filed
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric

FOLDER = scenario_folder("panyu-2023")
AMENDING = "human-resources"


@dataclass(frozen=True)
class _Stage:
    desk: Desk
    book: str = "guangzhou-panyu/2023/rehearsal"


@pytest.fixture
def contents(desk: Desk) -> Contents:
    scenario = load_scenario(FOLDER / "scenario.yaml")
    (department,) = (one for one in scenario.departments if one.id == AMENDING)
    rubric = load_rubric(rubric_path(scenario.rubric_of(department))).rubric
    stage: Any = _Stage(desk)
    return Contents(stage, {AMENDING: rubric}, {AMENDING: load_facts(FOLDER / str(department.facts))})


def _act(act: str, **more: object) -> PlayedAct:
    told = {"at": "2024-03-06T10:00:00", "who": "panyu-renshe", "department": AMENDING, "act": act, **more}
    return PlayedAct.model_validate(told)


def _facts(filed: Filed) -> dict[str, tuple[str, str]]:
    facts: Any = filed.lists["facts"]
    return {fact["input"]: (fact["value"], fact["origin"]) for fact in facts}


def test_a_figure_made_up_for_the_play_stands_in_the_place_of_the_documents_own_and_says_so(
    contents: Contents,
) -> None:
    plain = contents.of("r", _act("self-evaluation.file"))
    assert isinstance(plain, Filed)
    played = contents.of("r", _act("self-evaluation.file", facts=[{"input": "execution_rate", "value": "92.9"}]))
    assert isinstance(played, Filed)
    assert _facts(plain)["execution_rate"] == ("99.2", "figure")
    assert _facts(played) == {**_facts(plain), "execution_rate": ("92.9", "scenario")}


def test_an_amendment_takes_the_documents_own_figure_with_its_place(contents: Contents) -> None:
    amended: Any = contents.of("r", _act("self-evaluation.amend", from_document=["execution_rate"]))
    (fact,) = amended.lists["facts"]
    assert (fact["value"], fact["unit"], fact["origin"], fact["place"]) == ("99.2", "%", "figure", "二、（一）")


def test_an_amendment_cannot_take_a_figure_that_the_document_does_not_have(contents: Contents) -> None:
    with pytest.raises(AppError) as refused:
        contents.of("r", _act("self-evaluation.amend", from_document=["carry_over_rate"]))
    assert (refused.value.code, refused.value.params) == (
        "scenario.no-such-fact",
        {"department": AMENDING, "input": "carry_over_rate"},
    )
