"""Penalties and caps on the total, and points that are not decided, as people and programs read them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from rules.core.facts import Claim
from rules.core.writing import to_data
from tests.rules import form as made_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rules.core.facts import Facts
    from tests.support.command_line import CommandLine, Ran

    Score = Callable[..., Ran]

DRIFTED = made_up.facts(results=(made_up.came("roads", "90"),), spent="75")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    file = tmp_path / "form.yaml"
    file.write_text(made_up.TEXT, encoding="utf-8")
    return file


@pytest.fixture
def score(jixiao: CommandLine, form: Path, tmp_path: Path) -> Score:
    """Score facts by the made-up form, which has two penalties and a cap."""

    def scored(facts: Facts, *options: str) -> Ran:
        file = tmp_path / "facts.json"
        file.write_text(json.dumps(to_data(facts), ensure_ascii=False), encoding="utf-8")
        return jixiao("score", "--rubric", form, file, *options)

    return scored


def test_programs_read_every_adjustment_with_what_fired_and_what_did_not(score: Score) -> None:
    ran = score(DRIFTED, "--json")
    drift, cap = ran.document["adjustments"]
    assert (drift["id"], drift["name"], drift["change"], drift["most"]) == ("drift", "指标偏离", "-2", None)
    assert drift["rule"] == "output/roads/over-completion"
    assert drift["reason"] == "a flat penalty of 2"
    assert (cap["id"], cap["rule"], cap["most"]) == ("adjust/cap", "adjust/cap/under-80", "89")
    assert cap["reason"] == "75%, so the total is 89 at most"
    assert cap["arithmetic"].startswith("min(89, ")
    assert {"rule": "adjust/cap/under-50", "because": "75% ≥ 50%"} in cap["unfired"]


def test_people_read_each_adjustment_above_the_total(score: Score) -> None:
    lines = score(DRIFTED).out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Rule score "))
    assert lines[place - 2] == "After the sum: 指标偏离 -2 points (a flat penalty of 2)"
    assert lines[place - 1].startswith("After the sum: 按执行率封顶 ")
    assert lines[place - 1].endswith(" points (75%, so the total is 89 at most)")


def test_explaining_an_adjustment_names_rule_clause_figures_and_what_did_not_fire(score: Score) -> None:
    out = score(DRIFTED, "--explain").out
    cap = out[out.index("按执行率封顶 (adjust/cap): ") :]
    assert "  rule: adjust/cap/under-80" in cap
    assert "  clause: 执行率低于80%的总分封顶 (附注)" in cap
    assert "  figure: 全年支出 = 75万元 (filed figure, 第1页)" in cap
    assert "  arithmetic: min(89, " in cap
    assert "  did not fire: adjust/cap/under-50, because 75% ≥ 50%" in cap


def test_a_rubric_that_adjusts_nothing_has_an_empty_list(jixiao: CommandLine, rubric: Path, facts: Path) -> None:
    assert jixiao("score", "--rubric", rubric, facts, "--json").document["adjustments"] == []


def test_showing_a_rubric_tells_whom_it_is_for_and_what_happens_to_the_total(jixiao: CommandLine, form: Path) -> None:
    out = jixiao("rubric", "show", form).out
    end = out[out.index("Whom the form is for, and what happens to the total:") :].splitlines()
    assert end[1] == '    for departments whose "专项资金预算" is 0; all others use "有专项资金"'
    assert end[2] == "    指标偏离: 2 off the total when output/*/over-completion fires"
    assert end[-1] == "    [80%, -): no cap on the total"
    assert [part["code"] for part in jixiao("rubric", "show", form, "--json").document["total"]][:2] == [
        "applies",
        "flat",
    ]


def test_a_score_without_all_its_figures_says_how_far_it_goes_and_what_is_wanted(score: Score) -> None:
    ran = score(made_up.facts("assessed", "roads"))
    assert ran.code == 4
    assert re.search(r"The rule score covers \d+ of 100 points; 0 are only claimed, \d+ are not decided", ran.out)
    assert "应评估项目数 (assessed), 道路 (results/roads)" in ran.err
    coverage = score(made_up.facts("assessed", "roads"), "--json").document["coverage"]
    assert coverage["claimed"] == "0"
    assert len(coverage["open"]) > 1


def test_a_total_that_waits_for_its_cap_is_told_and_has_no_grade(score: Score) -> None:
    ran = score(made_up.facts("spent"))
    assert ran.code == 4
    assert "After the sum: 按执行率封顶 — points (no figures for: 全年支出)" in ran.out
    assert (
        ran.err == "These cannot be decided yet: 按执行率封顶. Add these figures and score again: 全年支出 (spent).\n"
    )


def test_what_no_figure_can_mend_is_not_asked_for(score: Score) -> None:
    ran = score(made_up.facts(budget="0"))
    assert ran.code == 4
    assert ran.err == "These cannot be decided: 按执行率封顶. No figure is missing; each row says why.\n"


def test_points_that_a_document_only_claims_are_counted_and_no_failure(
    jixiao: CommandLine, rubric: Path, facts: Path, tmp_path: Path
) -> None:
    text = facts.read_text(encoding="utf-8")
    start = text.index("  - {input: carry_over_rate")
    claim = f"claims: [{{row: carry-over, score: '{Claim('carry-over', '2', '').score}', place: 表}}]\n"
    file = tmp_path / "claimed.yaml"
    file.write_text(text[:start] + text[text.index("\n", start) + 1 :] + claim, encoding="utf-8")
    ran = jixiao("score", "--rubric", rubric, file)
    assert (ran.code, ran.err) == (0, "")
    assert (
        "The rule score covers 98 of 100 points; 2 are only claimed, 0 are not decided, so there is no grade."
        in ran.out
    )
    coverage = jixiao("score", "--rubric", rubric, file, "--json").document["coverage"]
    assert coverage == {"covered": "98", "claimed": "2", "undecided": "0", "open": []}
