"""Filings that cannot be used: refused whole, each fault named with its place and with what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.activities.changed_filings import changed
from tests.support.amendments import rows
from tests.support.refusals import refused
from tests.support.shijing import local, shijing_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.refusals import Refusal
    from tests.support.shijing import Shijing

    Lists = dict[str, Any]
    Change = Callable[[Lists], None]


def fact(lists: Lists, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in lists["facts"] if one["input"] == name)
    return found


def place(lists: Lists, name: str) -> int:
    return [one["input"] for one in lists["facts"]].index(name)


def refused_self_evaluation(year: Shijing, code: str, change: Change) -> tuple[Refusal, Lists]:
    filing = changed(year.filing("self-evaluation.file"), change)
    with refused(year.desk, code) as told:
        year.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-10"))
    return told, dict(filing.lists)


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    return before("self-evaluation.file")


# -- figures ----------------------------------------------------------------------------------------------------


def test_a_missing_figure_is_refused_at_self_evaluation_and_never_taken_for_zero(year: Shijing) -> None:
    def drop(lists: Lists) -> None:
        lists["facts"].remove(fact(lists, "carry_over_rate"))
        lists["facts"].remove(fact(lists, "rules_followed"))

    told, _ = refused_self_evaluation(year, "facts.malformed", drop)
    assert told.faults == [
        ("facts.missing", "facts.carry_over_rate"),
        ("facts.missing", "facts.rules_followed"),
    ]


def test_an_indicator_without_a_result_is_a_missing_figure_too(year: Shijing) -> None:
    def drop(lists: Lists) -> None:
        lists["results"] = [one for one in lists["results"] if one["indicator"] != "exhibitions"]

    told, _ = refused_self_evaluation(year, "facts.malformed", drop)
    assert told.faults == [("facts.missing", "facts.results/exhibitions")]


def claim(lists: Lists, row: str, score: str) -> None:
    lists["claims"].append({"row": row, "score": score, "place": "report"})


def test_a_row_whose_figure_is_missing_may_be_filed_as_a_claim_and_earns_nothing_by_it(year: Shijing) -> None:
    def claim_it(lists: Lists) -> None:
        lists["facts"].remove(fact(lists, "carry_over_rate"))
        claim(lists, "carry-over", "2")

    filing = changed(year.filing("self-evaluation.file"), claim_it)
    receipt = year.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-10"))
    assert receipt.score is not None
    assert (receipt.score.grade, receipt.score.covers) == (None, "98")
    row = rows(year)["carry-over"]
    assert (row["claimed"], row["score"], row["basis"]) == ("2", None, "claimed")
    assert year.replayed().mismatches == ()


def test_a_claim_on_one_row_does_not_stand_in_for_the_figure_of_another(year: Shijing) -> None:
    def drop(lists: Lists) -> None:
        lists["facts"].remove(fact(lists, "carry_over_rate"))
        lists["facts"].remove(fact(lists, "rules_followed"))
        claim(lists, "carry-over", "2")

    told, _ = refused_self_evaluation(year, "facts.malformed", drop)
    assert told.faults == [("facts.missing", "facts.rules_followed")]


def test_a_claim_on_a_group_stands_in_for_all_that_it_holds(year: Shijing) -> None:
    def drop(lists: Lists) -> None:
        lists["results"] = []
        claim(lists, "duties", "49")

    told, _ = refused_self_evaluation(year, "facts.malformed", drop)
    # The share of targets met counts every result, and nobody claims that row.
    assert len(told.faults) == len(shijing_facts().indicators)

    def claim_the_share_too(lists: Lists) -> None:
        drop(lists)
        claim(lists, "target-completion", "1.9")

    filing = changed(year.filing("self-evaluation.file"), claim_the_share_too)
    year.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-10"))
    assert (rows(year)["duties"]["claimed"], rows(year)["duties"]["score"]) == ("49", None)


def test_an_optional_figure_may_be_left_out(year: Shijing) -> None:
    filing = changed(
        year.filing("self-evaluation.file"),
        lambda lists: lists["facts"].remove(fact(lists, "office_cost_variance")),
    )
    receipt = year.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-10"))
    assert receipt.score is not None
    assert receipt.score.total == "91.25"


def test_yuan_in_place_of_ten_thousand_yuan_is_told_with_the_right_value(year: Shijing) -> None:
    def in_yuan(lists: Lists) -> None:
        fact(lists, "annual_spent").update(value="150426500", unit="元")

    told, lists = refused_self_evaluation(year, "facts.malformed", in_yuan)
    assert told.faults == [("facts.wrong-money-unit", f"facts.{place(lists, 'annual_spent')}.unit")]
    assert told.problems[0].params == {
        "input": "annual_spent",
        "given": "元",
        "wanted": "万元",
        "value": "150426500",
        "right": "15042.65",
    }


def test_a_unit_that_is_no_money_is_told_with_the_wanted_one(year: Shijing) -> None:
    told, _ = refused_self_evaluation(
        year, "facts.malformed", lambda lists: fact(lists, "carry_over_rate").update(unit="万元")
    )
    assert told.problems[0].code == "facts.wrong-unit"
    assert told.problems[0].params == {"input": "carry_over_rate", "given": "万元", "wanted": "%"}


def test_a_floating_point_number_is_refused_where_it_stands(year: Shijing) -> None:
    told, lists = refused_self_evaluation(
        year, "facts.malformed", lambda lists: fact(lists, "average_execution").update(value=97.95)
    )
    assert told.faults == [("read.float", f"facts.{place(lists, 'average_execution')}.value")]
    assert told.problems[0].params["value"] == "97.95"


def test_a_negative_budget_is_refused_because_it_would_turn_the_ratio_round(year: Shijing) -> None:
    told, lists = refused_self_evaluation(
        year, "facts.malformed", lambda lists: fact(lists, "annual_budget").update(value="-16061.02")
    )
    assert told.faults == [("facts.too-small", f"facts.{place(lists, 'annual_budget')}.value")]
    assert told.problems[0].params == {"input": "annual_budget", "value": "-16061.02", "least": "0"}


def test_a_share_above_its_most_is_refused(year: Shijing) -> None:
    told, _ = refused_self_evaluation(
        year, "facts.malformed", lambda lists: fact(lists, "asset_use_rate").update(value="100.01")
    )
    assert told.problems[0].params == {"input": "asset_use_rate", "value": "100.01", "most": "100"}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("97,95", "facts.bad-number"),
        ("9.795e1", "facts.exponent"),
        ("约98", "facts.bad-number"),
        ("", "facts.bad-number"),
        ("１０", "facts.odd-number"),
    ],
)
def test_a_figure_that_is_no_plain_number_is_refused(year: Shijing, value: str, code: str) -> None:
    told, lists = refused_self_evaluation(
        year, "facts.malformed", lambda lists: fact(lists, "average_execution").update(value=value)
    )
    assert told.faults == [(code, f"facts.{place(lists, 'average_execution')}.value")]


def test_an_unknown_input_is_refused_with_the_one_that_was_meant(year: Shijing) -> None:
    def misspell(lists: Lists) -> None:
        lists["facts"].append(
            {"input": "annual_budgets", "value": "1", "unit": "万元", "origin": "figure", "place": "p"}
        )

    told, lists = refused_self_evaluation(year, "facts.malformed", misspell)
    assert told.faults == [("facts.unknown-input", f"facts.{len(lists['facts']) - 1}.input")]
    assert told.problems[0].params["known"].startswith("annual_budget")


def test_a_figure_given_twice_is_refused(year: Shijing) -> None:
    def double(lists: Lists) -> None:
        lists["facts"].append({**fact(lists, "annual_spent"), "value": "16061.02"})

    told, _ = refused_self_evaluation(year, "facts.malformed", double)
    assert [code for code, _ in told.faults] == ["facts.duplicate-fact"]


def test_every_fault_of_a_filing_is_told_at_once(year: Shijing) -> None:
    def spoil(lists: Lists) -> None:
        fact(lists, "annual_spent").update(unit="元")
        fact(lists, "rules_followed").update(value="maybe")
        lists["results"][0].update(indicator="staff-controll")

    told, _ = refused_self_evaluation(year, "facts.malformed", spoil)
    assert [code for code, _ in told.faults] == [
        "facts.wrong-money-unit",
        "facts.bad-judgement",
        "facts.unknown-indicator",
    ]


def test_a_result_of_an_indicator_outside_the_targets_is_refused(year: Shijing) -> None:
    def add(lists: Lists) -> None:
        lists["results"].append({"indicator": "tree-planting", "origin": "statement", "place": "p", "met": "yes"})

    told, lists = refused_self_evaluation(year, "facts.malformed", add)
    assert told.faults == [("facts.unknown-indicator", f"results.{len(lists['results']) - 1}.indicator")]
    assert told.problems[0].params["indicator"] == "tree-planting"


# -- what the system saw itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["figure", "statement", "witnessed"])
def test_what_the_system_witnessed_is_not_typed_by_anyone(year: Shijing, origin: str) -> None:
    def claim_in_time(lists: Lists) -> None:
        lists["facts"].append(
            {"input": "self_evaluation_filed_on_time", "value": "yes", "origin": origin, "place": "report"}
        )

    told, lists = refused_self_evaluation(year, "facts.malformed", claim_in_time)
    assert told.faults == [("facts.witnessed", f"facts.{len(lists['facts']) - 1}")]
    assert told.problems[0].params == {"input": "self_evaluation_filed_on_time", "name": "绩效自评材料按时报送"}


def test_a_persons_figure_cannot_call_itself_witnessed(year: Shijing) -> None:
    told, lists = refused_self_evaluation(
        year, "facts.malformed", lambda lists: fact(lists, "rules_followed").update(origin="witnessed")
    )
    assert told.faults == [("facts.not-witnessed", f"facts.{place(lists, 'rules_followed')}.origin")]


# -- lists ------------------------------------------------------------------------------------------------------


def test_a_filing_takes_only_the_lists_of_its_act(year: Shijing) -> None:
    told, _ = refused_self_evaluation(
        year, "filing.wrong-lists", lambda lists: lists.update(indicators=[], department="tonghe")
    )
    assert told.params == {
        "act": "self-evaluation.file",
        "given": "department、indicators",
        "wanted": "claims、facts、results",
    }


def test_a_list_that_is_no_list_is_refused(year: Shijing) -> None:
    told, _ = refused_self_evaluation(year, "facts.malformed", lambda lists: lists.update(facts="all of them"))
    assert told.faults == [("read.not-list", "facts")]


def test_mid_year_figures_are_checked_like_any_others(before: Callable[[str], Shijing]) -> None:
    year = before("monitoring.file")
    with refused(year.desk, "facts.malformed") as told:
        year.act("monitoring", "monitoring.file", year.mid_year(mid_year_month="13"), "filler", local("2021-08-18"))
    assert told.faults == [("facts.too-large", "facts.2.value")]
    assert told.problems[0].params["most"] == "12"
