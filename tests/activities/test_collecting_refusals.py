"""What a department may not ask of its divisions, and what they may not answer."""

from __future__ import annotations

import pytest

from models.collecting import AppointContributor, Collected, CollectionReturn
from models.commands import Appoint, ReviewResult
from tests.support.collecting import (
    CONTACTS,
    OWN_DUE,
    SCORING,
    Collecting,
    ask,
    figures,
)
from tests.support.refusals import refused
from tests.support.shijing import DEPARTMENT, PEOPLE, local


@pytest.mark.parametrize("who", ["reviewer", "office", "finance-contact"])
def test_nobody_else_asks(collecting: Collecting, who: str) -> None:
    with refused(collecting.desk, "act.not-appointed"):
        collecting.ask("office", who=who)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"due": OWN_DUE}, "collection.day-too-late"),
        ({"due": "2022-02-28"}, "collection.day-passed"),
        ({"due": "10 March"}, "deadline.bad-date"),
        ({"inputs": (), "rows": ()}, "collection.nothing-asked"),
        ({"inputs": ("weather",)}, "collection.unknown-input"),
        ({"inputs": ("annual_budget", "annual_budget")}, "collection.asked-twice"),
        ({"rows": ("weather",)}, "collection.unknown-row"),
        ({"division": "kitchen"}, "collection.unknown-division"),
        ({"contributor": CONTACTS["works"]}, "collection.no-contributor"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_would_be_right(
    collecting: Collecting, words: dict[str, object], code: str
) -> None:
    content = ask("office").model_copy(update=words)
    with refused(collecting.desk, code):
        collecting.ask("office", content=content)


def test_a_collection_is_not_asked_twice_under_one_name(collecting: Collecting) -> None:
    collecting.ask("office")
    with refused(collecting.desk, "collection.repeated"):
        collecting.ask("office", content=ask("office", due="2022-03-09"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (figures("asset_use_rate"), "collection.input-not-asked"),
        (Collected(lists={}), "collection.empty"),
        (Collected(lists={"claims": []}), "filing.wrong-lists"),
        (figures(evidence=("1" * 64,)), "collection.unknown-evidence"),
    ],
)
def test_an_answer_brings_what_was_asked_for_and_nothing_else(
    collecting: Collecting, content: Collected, code: str
) -> None:
    collecting.ask("office")
    with refused(collecting.desk, code):
        collecting.answer("office", content=content)


def test_a_figure_that_the_rubric_does_not_admit_is_refused(collecting: Collecting) -> None:
    collecting.ask("office")
    fact = {"input": "annual_budget", "value": "many", "origin": "figure", "place": "表一", "unit": "万元"}
    with refused(collecting.desk, "facts.malformed"):
        collecting.answer("office", content=Collected.model_validate({"lists": {"facts": [fact]}}))


@pytest.mark.parametrize("who", ["finance-contact", "filler", "head", "reviewer"])
def test_only_the_divisions_own_contact_answers(collecting: Collecting, who: str) -> None:
    collecting.ask("office")
    with refused(collecting.desk, "act.not-appointed"):
        collecting.answer("office", who=who)


def test_a_return_may_not_leave_the_department_without_time(collecting: Collecting) -> None:
    collecting.ask("office")
    collecting.answer("office")
    with refused(collecting.desk, "collection.day-too-late"):
        collecting.settle("office", "return", content=CollectionReturn(opinion="0" * 64, due=OWN_DUE))


def test_a_reviewer_becomes_no_contact(collecting: Collecting) -> None:
    with refused(collecting.desk, "appointment.conflict"):
        collecting.appoint("works", PEOPLE["reviewer"])


def test_whoever_brought_something_for_the_department_does_not_review_it(
    collecting: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEOPLE, "turncoat", "p-0000000000000000000000d8")
    contact = AppointContributor(
        appointee=PEOPLE["turncoat"],
        department=DEPARTMENT,
        division="works",
        division_name="市政服务所",
        from_day="2022-01-01",
        to_day="2022-03-20",
    )
    collecting.year.order("contact/turncoat", contact, "security", "2022-03-01")
    collecting.ask("works", content=ask("works", contributor=PEOPLE["turncoat"]))
    collecting.answer("works", who="turncoat")
    reviewer = Appoint(appointee=PEOPLE["turncoat"], role="reviewer", from_day="2022-03-21")
    collecting.year.order("reviewer/turncoat", reviewer, "security", "2022-03-21")
    filing = collecting.year.filing("self-evaluation.file")
    collecting.year.act(SCORING, "self-evaluation.file", filing, "filler", local("2022-03-17"))
    collecting.year.open_phase("review")
    with refused(collecting.desk, "act.own-filing"):
        collecting.year.act("review", "review.conclude", ReviewResult(), "turncoat", local("2022-03-29"))
