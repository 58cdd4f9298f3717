"""Leave to amend after a year's end, as it is typed: no service has to run for a book that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.sealed_walk import Walk
from tests.support.sentences import says

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

PAPER = ("--document", "穗云财〔2022〕9号", "--title", "关于同意更正的函", "--reason", "决算批复晚于自评")
WHAT = ("shijing", "--row", "average-execution", "--until", "2099-12-31")
ALLOW = ("amendment", "allow", *WHAT, "--as", "jixiaoke", *PAPER)


@pytest.fixture
def walk(played: Shijing, jixiao: CommandLine, tmp_path: Path) -> Walk:
    played.desk.engine.dispose()
    return Walk(jixiao, tmp_path)


def test_an_ended_year_is_amended_by_leave_and_not_without(walk: Walk) -> None:
    assert says(walk.refused(*walk.amend()), "year.not-running")
    first = walk.done(*ALLOW, "--json").document
    assert walk.done(*ALLOW, "--json").document["sequence"] == first["sequence"]
    assert walk.done(*walk.amend("--json")).document["change"]["total_before"] == "90.25"
    walk.done("task", "do", "shijing/review/review.conclude/2", "--as", "fuhe")
    walk.done("audit", "seal", "--as", "anquan")
    assert walk.done("audit", "verify", "--json").document["ok"]
    assert walk.done("audit", "replay", "--json").document["books"][0]["equal"]


def test_every_leave_is_listed_with_its_document_and_its_reason(walk: Walk) -> None:
    assert says(walk.done("amendment", "list").out, "amendment.none")
    walk.done(*ALLOW)
    assert says(walk.done("amendment", "list").out, "amendment.line")
    (one,) = walk.done("amendment", "list", "--json").document["amendments"]
    told = (one["department"], one["rows"], one["until"], one["document"], one["reason"])
    assert told == ("shijing", ["average-execution"], "2099-12-31", "穗云财〔2022〕9号", "决算批复晚于自评")


def test_leave_without_a_reason_is_refused(walk: Walk) -> None:
    assert says(walk.refused(*ALLOW[:-1], " "), "task.text-needed")
