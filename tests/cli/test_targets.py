"""`jixiao task targets` and `task adjust`: what was filed when, what became of it, and what is in force on any day."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import app.tasks
from models.commands import Answer, Filed
from models.targets import Adjustment, Approval, Quality
from tests.support.adjusting import EXHIBITIONS, PAPER, target
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

TARGETS = "targets"


@pytest.fixture
def adjusted(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """Filed late and doubtful, returned, filed again, approved with a score, adjusted from 15 to 120 in August."""
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2021, 9, 1, 2, tzinfo=UTC))
    shijing.open_phase(TARGETS)
    lists: dict[str, Any] = dict(shijing.filing("targets.file").lists)
    doubtful = [target(last_actual="112") if one["id"] == EXHIBITIONS else one for one in lists["indicators"]]
    filed = Filed(lists={**lists, "indicators": doubtful})
    shijing.act(TARGETS, "targets.file", filed, "filler", local("2020-11-10"))
    opinion = Answer(opinion=shijing.commit("return", "opinion", "请核对场次目标"))
    shijing.act(TARGETS, "targets.return", opinion, "reviewer", local("2020-11-12"))
    shijing.act(TARGETS, "targets.file", filed, "filler", local("2020-11-16"))
    reason = shijing.commit("approve", "reason/quality", "目标明确，场次偏低")
    approval = Approval(quality=Quality(score="88.5", reason=reason))
    shijing.act(TARGETS, "targets.approve", approval, "reviewer", local("2020-11-18"))
    for number, (wanted, verb) in enumerate((("150", "refuse"), ("120", "approve")), 1):
        asked = Adjustment.model_validate(
            {
                "lists": {"indicators": [target(target=wanted)]},
                "document": PAPER,
                "reason": shijing.commit(f"ask-{number}", "reason/adjustment", f"上年已完成112场，拟调至{wanted}场"),
            }
        )
        shijing.act("adjustment", "adjustment.file", asked, "filler", local(f"2021-08-1{number}"))
        said = Answer(opinion=shijing.commit(f"say-{number}", "opinion", f"意见{number}"))
        shijing.act("adjustment", f"adjustment.{verb}", said, "reviewer", local(f"2021-08-2{number}"))
    return shijing


def told(jixiao: CommandLine, *more: str) -> dict[str, Any]:
    (found,) = jixiao("task", "targets", "shijing", *more, "--json").document["targets"]
    return dict(found)


def wanted(found: dict[str, Any], which: str) -> str:
    return next(str(one["target"]) for one in found[which] if one["id"] == EXHIBITIONS)


@pytest.mark.usefixtures("adjusted")
def test_lateness_is_that_of_the_first_filing_and_the_returned_clock_stands_apart(jixiao: CommandLine) -> None:
    found = told(jixiao)
    assert found["first_filed"] == {"received_at": local("2020-11-10"), "due": "2020-11-06", "days_late": 4}
    assert [(step["kind"], step["opinion"]) for step in found["steps"]] == [
        ("targets.filed", None),
        ("targets.returned", "请核对场次目标"),
        ("targets.filed", None),
        ("targets.approved", None),
    ]
    returned = told(jixiao, "--on", "2020-11-12")
    assert returned["first_filed"] == found["first_filed"]
    assert [step["kind"] for step in returned["steps"]] == ["targets.filed", "targets.returned"]


def test_while_the_targets_lie_with_the_department_the_new_day_is_told_beside_the_first_filing(
    shijing: Shijing, jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2020, 11, 12, 2, tzinfo=UTC))
    shijing.open_phase(TARGETS)
    shijing.act(TARGETS, "targets.file", shijing.filing("targets.file"), "filler", local("2020-11-05"))
    shijing.act(TARGETS, "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-11"))
    found = told(jixiao)
    assert (found["first_filed"]["due"], found["first_filed"]["days_late"]) == ("2020-11-06", 0)
    assert (found["awaited"]["act"], found["awaited"]["due"]) == ("targets.file", "2020-11-25")


@pytest.mark.usefixtures("adjusted")
def test_old_and_new_targets_are_shown_with_paper_reason_and_opinion(jixiao: CommandLine) -> None:
    refused, approved = told(jixiao)["adjustments"]
    assert [(one["state"], one["opinion"]) for one in (refused, approved)] == [
        ("refused", "意见1"),
        ("approved", "意见2"),
    ]
    assert (approved["document"], approved["reason"]) == (PAPER, "上年已完成112场，拟调至120场")
    ((before, after),) = [(one["before"]["target"], one["after"]["target"]) for one in approved["changes"]]
    assert (before, after) == ("15", "120")
    ran = jixiao("task", "targets", "shijing")
    assert ">= 15 场次 → >= 120 场次" in ran.out
    assert "Quality score by the bureau: 88.5 of 100. 目标明确，场次偏低" in ran.out
    assert re.search(r"exhibitions\) +>= 120 场次", ran.out)


@pytest.mark.usefixtures("adjusted")
@pytest.mark.parametrize(
    ("day", "target_then", "states", "quality"),
    [
        ("2020-11-17", "15", [], None),
        ("2021-08-11", "15", ["filed"], "88.5"),
        ("2021-08-21", "15", ["refused", "filed"], "88.5"),
        ("2021-08-22", "120", ["refused", "approved"], "88.5"),
    ],
)
def test_on_any_day_the_targets_are_shown_as_they_were_in_force_then(
    jixiao: CommandLine, day: str, target_then: str, states: list[str], quality: str | None
) -> None:
    found = told(jixiao, "--on", day)
    assert (wanted(found, "filed"), wanted(found, "in_force")) == ("15", target_then)
    assert [one["state"] for one in found["adjustments"]] == states
    assert (found["quality"] and found["quality"]["score"]) == quality
    assert found["day"] == day


@pytest.mark.usefixtures("adjusted")
def test_doubts_are_shown_in_words(jixiao: CommandLine) -> None:
    assert [(one["code"], one["indicator"]) for one in told(jixiao)["doubts"]] == [("far", EXHIBITIONS)]
    said = "the target 15 场次 is far from last year's actual, 112 场次."
    assert said in jixiao("task", "targets", "shijing").out


@pytest.mark.usefixtures("adjusted")
def test_a_department_that_no_book_has_is_refused_and_so_is_a_day_that_is_none(jixiao: CommandLine) -> None:
    assert jixiao("task", "targets", "nobody").err == 'There is no department "nobody"; enrolled are: shijing.\n'
    assert jixiao("task", "targets", "shijing", "--on", "tomorrow").code == 1


@pytest.mark.usefixtures("adjusted")
def test_an_adjustment_is_asked_for_with_a_file_of_the_changed_targets(jixiao: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "adjusted.yaml"
    lists = {"department": "石井街道办事处", "indicators": [target(target="130")]}
    file.write_text(yaml.safe_dump(lists, allow_unicode=True), encoding="utf-8")
    ask = ("task", "adjust", "shijing", "--as", "tianbao", "--facts", file, "--document", PAPER)
    ran = jixiao(*ask, "--opinion", "再调整", "--json").document
    assert (ran["state"], ran["book"]) == ("waiting", BOOK)
    assert jixiao(*ask, "--opinion", "再调整", "--json").document["key"] == ran["key"]
    assert jixiao(*ask, "--opinion", "另一理由", "--json").document["key"] != ran["key"]
    assert jixiao(*ask, "--opinion", " ").err == "This act needs words: give them with --opinion.\n"
    assert jixiao(*ask, "--opinion", "再调整", "--book", "x/2031/real").code == 1


@pytest.mark.usefixtures("adjusted")
def test_in_chinese_too(jixiao: CommandLine) -> None:
    jixiao.language = "zh"
    ran = jixiao("task", "targets", "shijing")
    assert "首次申报" in ran.out
    assert "已批准" in ran.out
