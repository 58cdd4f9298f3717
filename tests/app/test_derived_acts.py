from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.behaviour import Behaviour
from app.rehearsal.derive import Subject, derived_acts
from app.scenario import rubric_path
from deadlines.local_time import local_date
from deadlines.official import official_calendar
from rules.core.agreement import Precheck
from rules.core.rubric import Acknowledgement
from rules.facts_file import load_facts
from rules.precheck.find_doubts import find_doubts
from rules.rubric_file import load_rubric
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from app.scenario import PlayedAct
    from rules.core.rubric import Rubric

RUBRIC = load_rubric(rubric_path("guangzhou-baiyun/2021/department.yaml")).rubric
SLOW = {
    "facts": [
        {"input": "mid_year_budget", "value": "16061.02", "unit": "万元"},
        {"input": "mid_year_spent", "value": "6200", "unit": "万元"},
        {"input": "mid_year_month", "value": "7", "unit": "月"},
    ]
}
WARNING = "warning/1/spending-pace"


def derived(rubric: Rubric = RUBRIC, approver: str | None = None, **behaves: object) -> tuple[PlayedAct, ...]:
    return derived_acts(
        Subject(
            department="shijing",
            behaves=Behaviour.model_validate({"ahead": 0, **behaves}),
            rubric=rubric,
            facts=load_facts(FOLDER / "facts.yaml"),
            calendar=official_calendar(range(2020, 2023)),
            filler="filler",
            reviewer="reviewer",
            approver=approver,
        )
    )


def days(acts: tuple[PlayedAct, ...], act: str) -> list[str]:
    return [local_date(one.at).isoformat() for one in acts if one.act == act]


def test_who_behaves_well_does_every_act_on_its_last_day() -> None:
    acts = derived()
    assert [one.act for one in acts] == [
        "targets.file",
        "targets.approve",
        "monitoring.file",
        "monitoring.accept",
        "self-evaluation.file",
        "review.conclude",
    ]
    assert days(acts, "targets.file") == ["2020-11-06"]
    assert days(acts, "self-evaluation.file") == ["2022-03-18"]


@pytest.mark.parametrize(("late", "day"), [(1, "2022-03-19"), (5, "2022-03-23")])
def test_who_is_late_misses_the_due_day_by_exactly_so_many_days(late: int, day: str) -> None:
    assert days(derived(late={"self-evaluation.file": late}), "self-evaluation.file") == [day]


def test_who_acts_ahead_acts_on_a_day_of_work() -> None:
    # Four days before Friday 18 March is Monday; five days before it is Sunday, so it is Friday the week before.
    assert days(derived(ahead=4), "self-evaluation.file") == ["2022-03-14"]
    assert days(derived(ahead=5), "self-evaluation.file") == ["2022-03-11"]


def test_after_a_filing_that_never_comes_nothing_follows() -> None:
    assert [one.act for one in derived(never=["monitoring.file"])] == ["targets.file", "targets.approve"]


def test_a_warning_that_nobody_answers_holds_nothing_up() -> None:
    acts = [one.act for one in derived(mid_year=SLOW, never=["warning.answer"])]
    assert acts[-1] == "review.conclude"
    assert "warning.accept" not in acts


def test_warnings_are_answered_by_the_name_that_the_book_gives_them() -> None:
    acts = [one for one in derived(mid_year=SLOW, late={"warning.answer": 2}) if one.matter == WARNING]
    assert [one.act for one in acts] == ["warning.answer", "warning.accept"]
    filed = date.fromisoformat(days(derived(mid_year=SLOW), "monitoring.file")[0])
    # Due ten working days after Monday 23 August 2021: on 6 September.
    assert filed == date(2021, 8, 23)
    assert days(tuple(acts), "warning.answer") == ["2021-09-08"]


def test_what_is_returned_is_filed_again_as_often() -> None:
    acts = derived(returned={"targets.file": 2, "self-evaluation.file": 1})
    assert [one.act for one in acts if one.act.startswith("targets.")] == [
        *("targets.file", "targets.return") * 2,
        "targets.file",
        "targets.approve",
    ]
    assert len(days(acts, "self-evaluation.file")) == 2
    assert days(acts, "self-evaluation.return") < days(acts, "self-evaluation.file")[1:] < days(acts, "review.conclude")


def test_a_returned_filing_of_two_hands_is_prepared_again_before_it_is_filed_again() -> None:
    acts = derived(approver="approver", returned={"self-evaluation.file": 1})
    own = [(one.act.partition(".")[2], one.who) for one in acts if one.act.startswith("self-evaluation.")]
    assert own == [
        *(("prepare", "filler"), ("file", "approver"), ("return", "reviewer")),
        *(("prepare", "filler"), ("file", "approver")),
    ]


def test_where_reasons_are_demanded_every_doubt_gets_one_and_nowhere_else() -> None:
    asking = replace(RUBRIC, precheck=Precheck("demanded"))
    doubts = {one.named for one in find_doubts(asking, load_facts(FOLDER / "facts.yaml"))}
    assert doubts
    filings = [one for one in derived(asking, returned={"self-evaluation.file": 1}) if one.reasons]
    assert [(one.act, set(one.reasons)) for one in filings] == [("self-evaluation.file", doubts)] * 2
    assert not any(one.reasons for one in derived())


def test_the_warnings_of_a_returned_reading_are_left_to_the_newer_one() -> None:
    acts = derived(mid_year=SLOW, returned={"monitoring.file": 1})
    assert {one.matter for one in acts if one.act.startswith("warning.")} == {"warning/2/spending-pace"}


def test_findings_are_answered_each_by_itself_and_end_the_year() -> None:
    acts = derived(found=["carry-over", "asset-use"], late={"finding.answer": 3})
    (review,) = (one for one in acts if one.act == "review.conclude")
    assert [(one.id, one.row) for one in review.findings] == [("f1", "carry-over"), ("f2", "asset-use")]
    # Thirty days after 5 May 2022 is 4 June.
    assert days(acts, "finding.answer") == ["2022-06-07"] * 2
    assert acts[-1].act == "finding.accept"


def test_a_disputed_row_is_answered_where_the_rubric_asks_for_an_answer() -> None:
    asked = replace(RUBRIC, acknowledgement=Acknowledgement())
    acts = derived(asked, dispute=["carry-over"], found=["asset-use"])
    (dispute,) = (one for one in acts if one.act == "acknowledgement.dispute")
    (answer,) = (one for one in acts if one.act == "acknowledgement.answer")
    assert [one.row for one in dispute.disputes] == [one.row for one in answer.upheld] == ["carry-over"]
    assert days(derived(asked, found=["asset-use"]), "acknowledgement.confirm")


def test_two_hands_prepare_before_they_file() -> None:
    acts = [one for one in derived(approver="approver") if one.act.startswith("self-evaluation.")]
    assert [(one.act, one.who) for one in acts] == [
        ("self-evaluation.prepare", "filler"),
        ("self-evaluation.file", "approver"),
    ]


def test_an_amendment_follows_the_filing_and_comes_before_the_review() -> None:
    acts = derived(amend=[{"input": "carry_over_rate", "value": "3", "unit": "%"}])
    order = [one.act for one in acts]
    assert order.index("self-evaluation.file") < order.index("self-evaluation.amend") < order.index("review.conclude")
