"""Prepared by one person and filed by another: whose turn it is, what is refused, what lateness and scores follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, select

from audit.verifier.verify_books import verify
from models.commands import Answer, Filed
from models.projections import Department, Filing, Prepared, Task
from models.receipts import Turn
from models.side_stores import Person
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, Shijing, awaited_of, local, turn_of
from tests.support.two_hands import TwoHands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.receipts import Receipt
    from tests.support.templates import Templates

TARGETS, SCORING = "targets", "self-evaluation"
DUE = "2020-11-09"


@pytest.fixture
def year(tmp_path: Path, templates: Templates) -> Iterator[TwoHands]:
    """The targets are open."""
    year = templates.take(TwoHands, "", tmp_path / "data")
    year.open_phase(TARGETS)
    yield year
    year.desk.engine.dispose()


def other_targets(year: TwoHands) -> Filed:
    """The targets with another place of the first task."""
    lists = year.filing("targets.file").lists
    tasks = lists["tasks"]
    assert isinstance(tasks, list)
    first = tasks[0]
    assert isinstance(first, dict)
    return Filed(lists={**lists, "tasks": [{**first, "name": "另一项任务"}, *tasks[1:]]})


def until_scoring(year: TwoHands) -> None:
    """The year up to the self-evaluation, which is open."""
    year.prepare(TARGETS, "2020-11-03")
    year.file(TARGETS, "2020-11-04")
    year.answer(TARGETS, "targets.approve", "reviewer", "2020-11-05")
    year.open_phase("monitoring")
    year.prepare("monitoring", "2021-08-12", content=year.mid_year(mid_year_spent="12000"))
    year.file("monitoring", "2021-08-13", content=year.mid_year(mid_year_spent="12000"))
    year.answer("monitoring", "monitoring.accept", "reviewer", "2021-08-16")
    year.open_phase(SCORING)


def test_the_enrolment_says_that_two_hands_file_and_the_phase_runs_their_course(year: TwoHands) -> None:
    with year.desk.reading() as session:
        assert session.exec(select(Department.two_hands)).one() is True
    turn = year.turn(TARGETS)
    assert (turn.course, turn.state) == ("targets-two-hands", "open")
    assert turn.awaited is not None
    assert (turn.awaited.act, turn.awaited.role) == ("targets.prepare", "filler")


def test_what_is_prepared_is_no_filing_and_awaits_the_approver_by_the_same_day(year: TwoHands) -> None:
    before = year.turn(TARGETS).awaited
    awaited = awaited_of(year.prepare(TARGETS, "2020-11-03"), TARGETS)
    assert before is not None
    assert (awaited.act, awaited.role, awaited.since) == ("targets.file", "approver", "2020-11-03")
    assert (awaited.due, awaited.provisional) == (before.due, before.provisional)
    with year.desk.reading() as session:
        assert session.exec(select(Filing)).all() == []
        assert session.exec(select(Prepared.actor)).all() == [PEOPLE["filler"]]


def test_the_approver_files_what_was_prepared_and_the_bureau_has_its_turn(year: TwoHands) -> None:
    year.prepare(TARGETS, "2020-11-03")
    receipt = year.file(TARGETS, "2020-11-04")
    assert (awaited_of(receipt, TARGETS).act, receipt.days_late) == ("targets.approve", 0)
    with year.desk.reading() as session:
        assert [one.actor for one in session.exec(select(Filing))] == [PEOPLE["approver"]]


def test_a_draft_that_was_in_time_is_late_when_it_is_filed_late(year: TwoHands) -> None:
    awaited = awaited_of(year.prepare(TARGETS, "2020-11-03"), TARGETS)
    assert awaited.due < "2020-12-20"
    assert year.file(TARGETS, "2020-12-20").days_late > 0


def test_whoever_prepared_it_may_not_file_it_and_another_may(year: TwoHands) -> None:
    year.prepare(TARGETS, "2020-11-03", who="both")
    with refused(year.desk, "filing.own-draft") as told:
        year.file(TARGETS, "2020-11-04", who="both")
    assert (told.params["actor"], told.params["department"]) == (PEOPLE["both"], DEPARTMENT)
    assert turn_of(year.file(TARGETS, "2020-11-04"), TARGETS).state == "filed"


def test_something_else_than_what_was_prepared_cannot_be_filed(year: TwoHands) -> None:
    year.prepare(TARGETS, "2020-11-03")
    with refused(year.desk, "filing.not-as-prepared"):
        year.file(TARGETS, "2020-11-04", content=other_targets(year))


def test_a_draft_that_the_rubric_does_not_admit_is_refused_before_anybody_approves_it(year: TwoHands) -> None:
    strange = Filed(lists={"tasks": [], "indicators": [], "claims": []})
    with refused(year.desk, "filing.wrong-lists"):
        year.prepare(TARGETS, "2020-11-03", content=strange)


def test_the_approver_sends_back_with_an_opinion_and_then_a_new_draft_is_filed(year: TwoHands) -> None:
    before = year.turn(TARGETS).awaited
    year.prepare(TARGETS, "2020-11-03")
    with refused(year.desk, "act.opinion-needed"):
        year.answer(TARGETS, "targets.send-back", "approver", "2020-11-04", Answer())
    awaited = awaited_of(year.answer(TARGETS, "targets.send-back", "approver", "2020-11-04"), TARGETS)
    assert before is not None
    assert (awaited.act, awaited.role, awaited.due) == ("targets.prepare", "filler", before.due)
    year.prepare(TARGETS, "2020-11-05", content=other_targets(year))
    with refused(year.desk, "filing.not-as-prepared"):
        year.file(TARGETS, "2020-11-06")
    assert turn_of(year.file(TARGETS, "2020-11-06", content=other_targets(year)), TARGETS).state == "filed"


def test_returned_targets_go_back_to_the_preparer(year: TwoHands) -> None:
    year.prepare(TARGETS, "2020-11-03")
    year.file(TARGETS, "2020-11-04")
    awaited = awaited_of(year.answer(TARGETS, "targets.return", "reviewer", "2020-11-05"), TARGETS)
    assert (awaited.act, awaited.role) == ("targets.prepare", "filler")


@pytest.mark.parametrize("who", ["filler", "reviewer", "office", "security"])
def test_only_an_approver_files_and_sends_back(year: TwoHands, who: str) -> None:
    year.prepare(TARGETS, "2020-11-03")
    with refused(year.desk, "act.not-appointed"):
        year.file(TARGETS, "2020-11-04", who=who)
    with refused(year.desk, "act.not-appointed"):
        year.answer(TARGETS, "targets.send-back", who, "2020-11-04")


def test_nobody_prepares_where_one_hand_files(shijing: Shijing) -> None:
    shijing.open_phase(TARGETS)
    with refused(shijing.desk, "act.wrong-course"):
        shijing.act(TARGETS, "targets.prepare", shijing.filing("targets.file"), "filler", local("2020-11-03"))


def test_the_score_comes_with_the_filing_and_not_with_the_draft(year: TwoHands) -> None:
    until_scoring(year)
    assert year.prepare(SCORING, "2022-03-10").score is None
    receipt = year.file(SCORING, "2022-03-11")
    assert receipt.score is not None
    assert receipt.score.total is not None
    assert turn_of(receipt, SCORING) == Turn(matter=SCORING, course="self-evaluation-two-hands", state="done")


def test_a_self_evaluation_that_the_bureau_returns_is_prepared_and_filed_again(year: TwoHands) -> None:
    until_scoring(year)
    year.prepare(SCORING, "2022-03-10")
    year.file(SCORING, "2022-03-11")
    year.open_phase("review")
    receipt = year.act("review", "self-evaluation.return", Answer(opinion="0" * 64), "reviewer", local("2022-04-06"))
    assert awaited_of(receipt, SCORING).act == "self-evaluation.prepare"
    year.prepare(SCORING, "2022-04-07")
    assert awaited_of(year.file(SCORING, "2022-04-08"), "review").act == "review.conclude"


def test_the_book_of_two_hands_verifies_and_replays(year: TwoHands, tmp_path: Path) -> None:
    until_scoring(year)
    year.prepare(SCORING, "2022-03-10")
    year.answer(SCORING, "self-evaluation.send-back", "approver", "2022-03-11")
    year.prepare(SCORING, "2022-03-12")
    year.file(SCORING, "2022-03-14")
    assert year.replayed().mismatches == ()
    assert verify(tmp_path / "data", (BOOK,)).ok


def test_a_phase_that_two_hands_file_keeps_a_task_for_each_hand(year: TwoHands) -> None:
    receipt: Receipt = year.prepare(TARGETS, "2020-11-03")
    assert receipt.sequence > 0
    with year.desk.reading() as session:
        found = [(task.act, task.role, task.state, task.ended_by) for task in session.exec(select(Task))]
    assert found == [
        ("targets.prepare", "filler", "done", "targets.prepared"),
        ("targets.file", "approver", "open", None),
    ]


def test_nobody_who_approved_a_filing_reviews_it(year: TwoHands) -> None:
    with Session(year.desk.engine) as session:
        assert session.get(Person, PEOPLE["reviewer"]) is not None
    year.prepare(TARGETS, "2020-11-03")
    year.file(TARGETS, "2020-11-04")
    with refused(year.desk, "act.not-appointed"):
        year.answer(TARGETS, "targets.approve", "approver", "2020-11-05")
