"""`jixiao task scores`: claimed, rule and review score of every row side by side, with the reviewer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models.commands import Filed, ReviewedRow, ReviewResult
from tests.support.amendments import TEN, amend
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def filed(shijing: Shijing) -> Shijing:
    """Filed with a claim beside a computed row and one on a group without two of its figures."""
    for phase in ("targets", "monitoring", "self-evaluation", "review"):
        shijing.open_phase(phase)
    shijing.act("targets", "targets.file", shijing.filing("targets.file"), "filler", local("2020-11-03"))
    lists: dict[str, Any] = dict(shijing.filing("self-evaluation.file").lists)
    facts = [fact for fact in lists["facts"] if fact["input"] not in ("carry_over_rate", "income_variance")]
    claims = [
        {"row": row, "score": score, "place": "自评表"} for row, score in (("funds", "13"), ("performance-rules", "3"))
    ]
    content = Filed(lists={**lists, "facts": facts, "claims": claims})
    shijing.act("self-evaluation", "self-evaluation.file", content, "filler", local("2022-03-10"))
    return shijing


def review(year: Shijing) -> None:
    rows = tuple(
        ReviewedRow(row=row, score=score, reason=year.commit("review", f"reason/{row}", words))
        for row, score, words in (("funds", "12", "结转结余无据可查"), ("performance-rules", "2", "制度未见印发文号"))
    )
    year.act("review", "review.conclude", ReviewResult(rows=rows), "reviewer", local("2022-04-12"))


def scores(jixiao: CommandLine) -> dict[str, Any]:
    (found,) = jixiao("task", "scores", "shijing", "--json").document["scores"]
    return {**found, "rows": {row["id"]: row for row in found["rows"]}}


@pytest.mark.usefixtures("filed")
def test_before_the_review_claims_and_rule_scores_stand_alone(jixiao: CommandLine) -> None:
    told = scores(jixiao)
    assert (told["book"], told["review"], told["rule"]["grade"]) == (BOOK, None, None)
    assert (told["rows"]["funds"]["claimed"], told["rows"]["funds"]["rule"]) == ("13", None)
    assert {row["review"] for row in told["rows"].values()} == {None}


def test_after_the_review_each_row_has_its_reviewed_score_and_what_was_changed_its_reason(
    jixiao: CommandLine, filed: Shijing
) -> None:
    review(filed)
    rows = scores(jixiao)["rows"]
    shown = {name: tuple(rows[name][key] for key in ("claimed", "rule", "review", "reason")) for name in rows}
    assert shown["funds"] == ("13", None, "12", "结转结余无据可查")
    assert shown["performance-rules"] == ("3", "2.50", "2", "制度未见印发文号")
    assert shown["asset-use"] == (None, rows["asset-use"]["rule"], rows["asset-use"]["rule"], None)
    # What lies in a group that was scored as a whole has no review score of its own, whatever the rules give.
    assert shown["carry-over"] == (None, None, None, None)
    assert shown["budget-completion"] == (None, rows["budget-completion"]["rule"], None, None)
    assert scores(jixiao)["review"]["by"] == "复核员（演练）"


def test_the_table_shows_the_same_with_the_reviewer(jixiao: CommandLine, filed: Shijing) -> None:
    review(filed)
    ran = jixiao("task", "scores", "shijing")
    assert ran.code == 0
    (line,) = [line for line in ran.out.splitlines() if "制度未见印发文号" in line]
    assert line.split()[1:] == ["3", "3", "2.50", "2", "制度未见印发文号"]


def test_a_review_of_an_earlier_scoring_does_not_stand_beside_the_amended_one(
    jixiao: CommandLine, filed: Shijing
) -> None:
    review(filed)
    amend(filed, TEN, day="2022-04-14")
    assert scores(jixiao)["review"] is None


@pytest.mark.usefixtures("shijing")
def test_a_department_without_a_score_is_refused_with_what_has_to_come_first(jixiao: CommandLine) -> None:
    ran = jixiao("task", "scores", "shijing")
    assert (ran.code, ran.out) == (1, "")
    assert "self-evaluation has to be filed first" in ran.err
