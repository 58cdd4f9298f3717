"""A mid-year reading that warns: each warning is a matter with an owner and a day on which its answer is due."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from models.commands import Answer, Filed, Reevaluate
from models.monitoring_payloads import WarningsRaised
from tests.support.refusals import refused
from tests.support.shijing import awaited_of, local
from tests.support.warned import (
    EXHIBITIONS,
    FILED,
    SPENDING,
    answer,
    monitor,
    on_pace,
    records,
    send_back,
    states,
    tasks,
    warnings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The monitoring is awaited."""
    return before("monitoring.file")


# -- raised -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (FILED, "2021-09-01"),
        # 18 and 26 September are worked, the 19th to the 21st are the Mid-Autumn holiday.
        (local("2021-09-13"), "2021-09-27"),
        # The last minute of a day in Shanghai is that day's, although it is the afternoon in UTC.
        (local("2021-08-18", "23:59"), "2021-09-01"),
    ],
)
def test_each_warning_is_to_be_answered_by_the_department_within_ten_working_days(
    year: Shijing, filed: str, due: str
) -> None:
    receipt = monitor(year, filed)
    for matter in (SPENDING, EXHIBITIONS):
        awaited = awaited_of(receipt, matter)
        assert (awaited.act, awaited.role, awaited.due) == ("warning.answer", "filler", due)
        assert tasks(year, matter) == [("warning.answer", 1, due, "open", 0)]
    assert states(year) == {EXHIBITIONS: "raised", SPENDING: "raised"}


def test_a_warning_names_its_rule_what_it_is_about_and_the_reading_that_found_it(year: Shijing) -> None:
    monitor(year)
    (reading,) = records(year, "evaluation.made")
    found = warnings(year)
    assert {one: (warning.rule, warning.about, warning.colour) for one, warning in found.items()} == {
        EXHIBITIONS: ("indicator-pace", "exhibitions", "blue"),
        SPENDING: ("spending-pace", "", "yellow"),
    }
    assert {warning.evaluation_sequence for warning in found.values()} == {reading.sequence}
    read = json.loads(reading.payload)["evaluation"]["warnings"]
    assert [json.loads(found[one].document) for one in (SPENDING, EXHIBITIONS)] == read


def test_two_indicators_that_one_rule_warns_of_are_two_matters(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    figures = {"comparator": ">=", "target": "40", "profile": "linear"}
    targets = _changed(year.filing("targets.file"), "staff-control", figures)
    year.act("targets", "targets.file", targets, "filler", local("2020-11-03"))
    year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-04"))
    year.open_phase("monitoring")
    filing = year.mid_year()
    both: dict[str, Any] = deepcopy(dict(filing.lists))
    slow = {"indicator": "staff-control", "actual": "10", "origin": "scenario", "place": "演练"}
    both["results"].append(slow)
    monitor(year, filing=Filed(lists=both))
    assert list(states(year)) == [EXHIBITIONS, "warning/1/indicator-pace/staff-control", SPENDING]


def _changed(filing: Filed, indicator: str, figures: dict[str, str]) -> Filed:
    lists: dict[str, Any] = deepcopy(dict(filing.lists))
    next(one for one in lists["indicators"] if one["id"] == indicator).update(figures)
    return Filed(lists=lists)


def test_nothing_to_warn_of_leaves_no_record_of_warnings(year: Shijing) -> None:
    receipt = monitor(year, filing=on_pace(year))
    assert receipt.score is not None
    assert (receipt.score.undecided, receipt.score.warnings) == (False, 0)
    assert [turn.matter for turn in receipt.turns] == ["monitoring"]
    assert records(year, "warnings.raised") == []
    assert states(year) == {}


# -- replaced by a newer reading ----------------------------------------------------------------------------------


def test_a_monitoring_filed_again_ends_the_open_warnings_of_the_earlier_reading(year: Shijing) -> None:
    monitor(year)
    send_back(year)
    assert states(year) == {EXHIBITIONS: "raised", SPENDING: "raised"}
    receipt = monitor(year, local("2021-08-25"))
    assert states(year) == {
        EXHIBITIONS: "superseded",
        SPENDING: "superseded",
        "warning/2/indicator-pace/exhibitions": "raised",
        "warning/2/spending-pace": "raised",
    }
    for matter in (SPENDING, EXHIBITIONS):
        assert tasks(year, matter) == [("warning.answer", 1, "2021-09-01", "done", 0)]
        assert year.turn(matter).state == "done"
    assert awaited_of(receipt, "warning/2/spending-pace").due == "2021-09-08"
    assert year.replayed().mismatches == ()


def test_a_warning_that_was_replaced_can_not_be_answered_any_more(year: Shijing) -> None:
    monitor(year)
    send_back(year)
    monitor(year, local("2021-08-25"))
    plan = year.plan_for("too-late", "加快支付")
    with refused(year.desk, "act.not-your-turn") as told:
        year.act(SPENDING, "warning.answer", plan, "filler", local("2021-08-26"))
    assert told.params == {"act": "warning.answer", "state": "done", "allowed": ""}


def test_an_answer_that_nobody_has_accepted_yet_is_replaced_too_and_a_closed_one_stays_closed(year: Shijing) -> None:
    monitor(year)
    answer(year, SPENDING, local("2021-08-19"))
    answer(year, EXHIBITIONS, local("2021-08-19"))
    year.act(SPENDING, "warning.accept", Answer(), "reviewer", local("2021-08-20"))
    send_back(year)
    monitor(year, local("2021-08-25"))
    assert (states(year)[SPENDING], states(year)[EXHIBITIONS]) == ("closed", "superseded")
    (_, raised) = (WarningsRaised.model_validate_json(one.payload) for one in records(year, "warnings.raised"))
    assert [turn.matter for turn in raised.superseded] == [EXHIBITIONS]
    # What the closed one was about is still so, and is asked anew.
    assert states(year)["warning/2/spending-pace"] == "raised"


def test_a_better_filing_ends_the_warnings_and_raises_none(year: Shijing) -> None:
    monitor(year)
    send_back(year)
    receipt = monitor(year, local("2021-08-25"), on_pace(year))
    assert states(year) == {EXHIBITIONS: "superseded", SPENDING: "superseded"}
    assert {turn.matter: turn.state for turn in receipt.turns} == {
        "monitoring": "filed",
        EXHIBITIONS: "done",
        SPENDING: "done",
    }
    assert [turn.matter for turn in year.turns()] == ["monitoring"]


# -- a new evaluation of the same filing --------------------------------------------------------------------------


AGAIN = Reevaluate(department="shijing", stage="monitoring")


def test_a_new_reading_of_the_same_filing_has_warnings_of_its_own(year: Shijing) -> None:
    monitor(year)
    result = year.order("again", AGAIN, day="2021-08-23")
    assert {turn.matter: turn.state for turn in result.turns} == {
        EXHIBITIONS: "done",
        SPENDING: "done",
        "warning/2/indicator-pace/exhibitions": "open",
        "warning/2/spending-pace": "open",
    }
    assert result.turns == result.receipt.turns
    assert awaited_of(result.receipt, "warning/2/spending-pace").due == "2021-09-06"
    assert year.replayed().mismatches == ()


def test_an_order_sent_again_gives_its_first_receipt_and_how_its_matters_stand_now(year: Shijing) -> None:
    monitor(year)
    first = year.order("again", AGAIN, day="2021-08-23")
    answer(year, "warning/2/spending-pace", local("2021-08-24"))
    again = year.order("again", AGAIN, day="2021-08-25")
    assert again.receipt == first.receipt
    now = {turn.matter: turn.state for turn in again.turns}
    assert (now["warning/2/spending-pace"], now["warning/2/indicator-pace/exhibitions"]) == ("filed", "open")
