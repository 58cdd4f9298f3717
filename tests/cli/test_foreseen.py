from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.rehearsal.foreseen import Foreseen, OddDay, OpenRow, Told, Week
from cli.foreseen import foreseen_json, show_foreseen
from cli.speaking import voice
from deadlines.preview import Preview
from rules.unfillable import Unfillable

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine

FOUND = Foreseen(
    book="trial-1/2024/rehearsal",
    year=2024,
    departments=3,
    records=116,
    dates=Preview((), ()),
    odd_days=(OddDay("targets.approve", date(2024, 9, 14), "make-up", 2),),
    told=(Told("reminder", "filler", 27, date(2024, 9, 11), 6),),
    busiest=(date(2024, 9, 11), 6),
    per_day=((date(2024, 9, 11), 6), (date(2024, 9, 12), 21)),
    unfillable=(Unfillable("carry-over", "结转结余", "no-phase", "carry_over"),),
    open_rows=(OpenRow("assets", "资产", 2, 3),),
    weeks=(Week("reviewer", date(2024, 9, 9), 5, 2, 4),),
    left_open=(("warning.accept", 2),),
)
EMPTY = Foreseen("b", 2024, 1, 9, Preview((), ()), (), (), None, (), (), (), (), ())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "approve targets: due on 2024-09-14, a make-up working day (2 times).",
                "Said in all: 27; most on 2024-09-11: 6.",
                "Nobody can fill the row 结转结余 (carry-over): no phase asks for its input carry_over.",
                "The row 资产 (assets) stayed undecided with 2 of 3 departments.",
                "Still awaited at the end: accept the answer to the warning, 2 times.",
            ],
        ),
        ("zh", ["共发出 27 条；最多的一天是 2024-09-11，6 条。", "没有一个阶段要求填报 carry_over", "结束时仍未办"]),
    ],
)
def test_a_trial_says_what_it_foretells_in_words(
    language: str, said: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "language", language)
    show_foreseen(FOUND)
    printed = capsys.readouterr().out
    assert [sentence for sentence in said if sentence not in printed] == []


def test_a_trial_in_which_nothing_is_odd_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "language", "en")
    show_foreseen(EMPTY)
    printed = capsys.readouterr().out
    for sentence in ("No due day falls on a holiday", "Nobody was reminded", "Every row could be filled."):
        assert sentence in printed


def test_programs_are_told_the_same_with_iso_dates() -> None:
    found = json.loads(json.dumps(foreseen_json(FOUND)))
    assert found["odd_days"] == [{"act": "targets.approve", "day": "2024-09-14", "day_kind": "make-up", "count": 2}]
    assert found["weeks"] == [{"role": "reviewer", "monday": "2024-09-09", "came": 5, "due": 2, "done": 4}]
    assert sum(one["count"] for one in found["per_day"]) == found["told"][0]["count"]
    assert found["left_open"] == [{"act": "warning.accept", "count": 2}]


def test_a_trial_takes_a_rubric_or_scenarios_and_its_options_need_a_rubric(jixiao: CommandLine) -> None:
    both = jixiao("rehearse", "shijing-2021", "--rubric", "docs/guide/practice/department.yaml")
    assert both.code == 1
    assert "--rubric" in both.err
    alone = jixiao("rehearse", "--year", "2024")
    assert alone.code == 1
    assert "--rubric FILE" in alone.err
