"""Amendments that cannot be used: refused whole, each fault at its place in the amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.commands import Amendment
from tests.support.amendments import TEN, Entry, amend, figure, result
from tests.support.refusals import refused
from tests.support.shijing import local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

DAY = "2022-04-01"


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """Self-evaluated with 90.25; the review is open."""
    return before("review.conclude")


def test_an_unknown_figure_is_refused_at_its_place_in_the_amendment(year: Shijing) -> None:
    with refused(year.desk, "facts.malformed") as told:
        amend(year, TEN, {**TEN, "input": "incomes"})
    assert told.faults == [("facts.unknown-input", "facts.1.input")]


def test_a_wrong_unit_is_refused_at_its_place_in_the_amendment(year: Shijing) -> None:
    with refused(year.desk, "facts.malformed") as told:
        amend(year, figure("carry_over_rate"), figure("income_variance", unit="万元"))
    assert told.faults == [("facts.wrong-unit", "facts.1.unit")]


def test_an_unknown_indicator_is_refused_at_its_place_in_the_amendment(year: Shijing) -> None:
    with refused(year.desk, "facts.malformed") as told:
        amend(year, results=({**result("staff-control"), "indicator": "tree-planting"},))
    assert told.faults == [("facts.unknown-indicator", "results.0.indicator")]


def test_a_figure_amended_twice_in_one_act_is_refused(year: Shijing) -> None:
    with refused(year.desk, "facts.malformed") as told:
        amend(year, TEN, figure("income_variance", value="11.0"))
    assert [code for code, _ in told.faults] == ["facts.duplicate-fact"]


def test_what_the_system_witnessed_cannot_be_amended(year: Shijing) -> None:
    with refused(year.desk, "facts.malformed") as told:
        amend(year, figure("self_evaluation_filed_on_time", value="yes"))
    assert told.faults == [("facts.witnessed", "facts.0")]


@pytest.mark.parametrize("lists", [{"facts": "10.0"}, {"facts": {"income_variance": "10.0"}}, {"results": [None]}])
def test_what_is_no_list_of_figures_is_refused_and_not_taken_for_an_empty_one(year: Shijing, lists: Entry) -> None:
    content = Amendment(lists=lists, reason="0" * 64)
    with refused(year.desk, "facts.malformed"):
        year.act("self-evaluation", "self-evaluation.amend", content, "filler", local(DAY))


@pytest.mark.parametrize("strange", ["tasks", "indicators", "facts "])
def test_targets_cannot_be_amended(year: Shijing, strange: str) -> None:
    content = Amendment(lists={"facts": [TEN], strange: []}, reason="0" * 64)
    with refused(year.desk, "filing.wrong-lists") as told:
        year.act("self-evaluation", "self-evaluation.amend", content, "filler", local(DAY))
    assert (told.params["given"], told.params["wanted"]) == (strange, "claims、facts、results")


def test_a_whole_filing_is_no_amendment(year: Shijing) -> None:
    with refused(year.desk, "act.wrong-content") as told:
        filing = year.filing("self-evaluation.file")
        year.act("self-evaluation", "self-evaluation.amend", filing, "filler", local(DAY))
    assert (told.params["given"], told.params["wanted"]) == ("filed", "Amendment")


@pytest.mark.parametrize("lists", [{}, {"facts": []}, {"facts": [], "results": []}])
def test_an_amendment_of_nothing_is_refused(year: Shijing, lists: Entry) -> None:
    content = Amendment(lists=lists, reason="0" * 64)
    with refused(year.desk, "amendment.empty") as told:
        year.act("self-evaluation", "self-evaluation.amend", content, "filler", local(DAY))
    assert told.params == {"wanted": "claims、facts、results"}


@pytest.mark.parametrize("lists", [{"facts": [TEN]}, {"facts": [TEN], "reason": None}])
def test_an_amendment_without_a_reason_is_none(lists: Entry) -> None:
    with pytest.raises(ValueError, match="reason"):
        Amendment.model_validate({"lists": lists})


@pytest.mark.parametrize("who", ["reviewer", "office", "security"])
def test_nobody_but_the_filler_amends(year: Shijing, who: str) -> None:
    with refused(year.desk, "act.not-appointed") as told:
        amend(year, TEN, who=who)
    assert told.params["role"] == "filler"


def test_what_was_not_filed_yet_cannot_be_amended(before: Callable[[str], Shijing]) -> None:
    year = before("self-evaluation.file")
    with refused(year.desk, "act.not-your-turn") as told:
        amend(year, TEN)
    assert told.params["allowed"] == "self-evaluation.file, evidence.add, evidence.amend, collection.ask"


def test_before_the_phase_begins_there_is_nothing_to_amend(before: Callable[[str], Shijing]) -> None:
    year = before("monitoring.file")
    with refused(year.desk, "phase.not-open"):
        amend(year, TEN)
