from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, select

from audit.facts_of import Whose, facts_of, standing_lists
from audit.filings import filings_of
from models.commands import Answer
from models.ledger import LedgerRecord
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file, shijing_facts

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from tests.support.shijing import Shijing

IN_TIME, LATE = local("2021-08-23", "23:59"), local("2021-08-24", "00:00")
RETURNED = local("2021-08-25")
SEEN = local("2022-06-02")
IN_TIME_AGAIN, LATE_AGAIN = local("2021-08-27"), local("2021-12-31")


@pytest.fixture
def mid_year(shijing: Shijing) -> Shijing:
    """The targets stand and the monitoring phase is open."""
    shijing.play(until="monitoring.file")
    return shijing


def file(year: Shijing, at: str, **figures: str) -> int:
    return year.act("monitoring", "monitoring.file", year.mid_year(**figures), "filler", at).sequence


def send_back(year: Shijing) -> None:
    year.act("monitoring", "monitoring.return", Answer(opinion="0" * 64), "reviewer", RETURNED)


def facts(year: Shijing, phase: str = "monitoring") -> Facts:
    with year.desk.reading() as session:
        return facts_of(session, rubric_file().rubric, BOOK, DEPARTMENT, phase, SEEN)


def witnessed(year: Shijing) -> dict[str, tuple[str, int]]:
    """Answer and record of each witnessed input."""
    seen = [fact for fact in facts(year).facts if fact.origin == "witnessed"]
    places = {fact.input: fact.place.removeprefix(f"{BOOK}#").partition("@") for fact in seen}
    return {fact.input: (fact.value, int(places[fact.input][0])) for fact in seen}


def sequence_of(year: Shijing, kind: str) -> int:
    with Session(year.desk.engine) as session:
        query = select(LedgerRecord.sequence).where(col(LedgerRecord.kind) == kind)
        return session.exec(query.order_by(col(LedgerRecord.sequence).desc())).first() or 0


def test_before_a_phase_begins_nothing_was_seen(shijing: Shijing) -> None:
    shijing.play(until="targets.approve")
    assert witnessed(shijing) == {}
    assert facts(shijing).facts == ()


def test_once_a_phase_is_open_nothing_filed_is_a_no(mid_year: Shijing) -> None:
    opening = sequence_of(mid_year, "phase.opened")
    assert witnessed(mid_year) == {
        "monitoring_filed": ("no", opening),
        "monitoring_filed_on_time": ("no", opening),
    }


@pytest.mark.parametrize(("at", "in_time"), [(IN_TIME, "yes"), (LATE, "no")])
def test_the_day_of_the_deadline_is_still_in_time_and_the_next_is_not(mid_year: Shijing, at: str, in_time: str) -> None:
    filing = file(mid_year, at)
    assert witnessed(mid_year) == {
        "monitoring_filed": ("yes", filing),
        "monitoring_filed_on_time": (in_time, filing),
    }


def test_a_late_first_filing_stays_late_after_a_return(mid_year: Shijing) -> None:
    first = file(mid_year, LATE)
    send_back(mid_year)
    file(mid_year, IN_TIME_AGAIN)
    with mid_year.desk.reading() as session:
        assert [filing.days_late for filing in filings_of(session, BOOK, DEPARTMENT, "monitoring")] == [1, 0]
    assert witnessed(mid_year)["monitoring_filed_on_time"] == ("no", first)


def test_a_return_does_not_make_a_department_late(mid_year: Shijing) -> None:
    first = file(mid_year, IN_TIME)
    send_back(mid_year)
    file(mid_year, LATE_AGAIN)
    with mid_year.desk.reading() as session:
        assert filings_of(session, BOOK, DEPARTMENT, "monitoring")[-1].days_late > 0
    assert witnessed(mid_year)["monitoring_filed_on_time"] == ("yes", first)


def test_the_newest_filing_counts(mid_year: Shijing) -> None:
    file(mid_year, IN_TIME)
    send_back(mid_year)
    file(mid_year, IN_TIME_AGAIN, mid_year_spent="9000.01")
    assert [fact.value for fact in facts(mid_year).facts if fact.input == "mid_year_spent"] == ["9000.01"]


def test_targets_stand_under_every_later_filing(mid_year: Shijing) -> None:
    file(mid_year, IN_TIME)
    filed = facts(mid_year)
    assert filed.indicators == shijing_facts().indicators
    assert len(filed.tasks) == 6
    assert [result.indicator for result in filed.results] == ["exhibitions"]


def test_a_phase_without_a_filing_has_no_lists(mid_year: Shijing) -> None:
    with mid_year.desk.reading() as session:
        rubric = rubric_file().rubric
        assert standing_lists(rubric, Whose(session, BOOK, "elsewhere"), "monitoring").lists == {}
        lists = standing_lists(rubric, Whose(session, BOOK, DEPARTMENT), "monitoring").lists
        assert sorted(lists) == ["indicators", "tasks"]


def test_late_material_of_the_year_is_what_the_book_saw(played: Shijing) -> None:
    with played.desk.reading() as session:
        scored = facts_of(session, rubric_file().rubric, BOOK, DEPARTMENT, "self-evaluation", SEEN)
    seen = {fact.input: fact.value for fact in scored.facts if fact.origin == "witnessed"}
    assert seen == {
        "monitoring_filed": "yes",
        "monitoring_filed_on_time": "yes",
        "self_evaluation_filed": "yes",
        "self_evaluation_filed_on_time": "no",
    }
