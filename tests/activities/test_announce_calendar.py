"""A year is announced after its book was opened: what is awaited is due anew, what was done stays as it was judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.asked_until import Asking, asked_until
from activities.turn import calendar_of, phase_of
from audit.errors import IdempotencyConflictError
from audit.verifier.verify_books import verify
from deadlines.deadline import Deadline
from deadlines.official import official_calendar
from models.commands import Extend
from models.date_orders import Announce
from models.date_payloads import DeadlineRecomputed
from models.ledger import LedgerRecord
from models.projections import Alert, Department, Task
from models.receipts import MovedDay
from tests.support.clock import StepClock
from tests.support.desks import copied, desk_at
from tests.support.refusals import refused, whole_book
from tests.support.shijing import BOOK, DEPARTMENT, Shijing, awaited_of, local, rubric_file
from tests.support.unannounced import DOCUMENT, announced, opened_early

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from activities.signatures import DepartmentStart, OrderResult
    from audit.evaluators import Evaluators

APRIL_OFF = ("2022-04-18", "2022-04-19", "2022-04-20")
APRIL_WORKED = ("2022-04-09", "2022-04-10", "2022-04-16", "2022-04-17")


@pytest.fixture(scope="module")
def template(
    tmp_path_factory: pytest.TempPathFactory, empty_data: Path, evaluators: Evaluators
) -> tuple[Path, DepartmentStart]:
    """The review is awaited until 25 April 2022, provisionally; the self-evaluation came five days late."""
    data = tmp_path_factory.mktemp("early") / "data"
    year = opened_early(empty_data, data, evaluators)
    year.play(until="review.conclude")
    year.desk.engine.dispose()
    assert year.start is not None
    return data, year.start


@pytest.fixture
def year(template: tuple[Path, DepartmentStart], tmp_path: Path, evaluators: Evaluators) -> Iterator[Shijing]:
    data, start = template
    clock = StepClock()
    clock.now = clock.now.replace(year=clock.now.year + 1)
    taken = Shijing(desk_at(copied(data, tmp_path / "early"), evaluators, clock), start)
    yield taken
    taken.desk.engine.dispose()


@pytest.fixture
def opened(tmp_path: Path, empty_data: Path, evaluators: Evaluators) -> Iterator[Shijing]:
    """The book has just been opened; no phase has begun."""
    taken = opened_early(empty_data, tmp_path / "opened-early", evaluators)
    yield taken
    taken.desk.engine.dispose()


def announce(year: Shijing, order: Announce, day: str = "2022-03-30", request: str = "announce") -> OrderResult:
    return year.order(request, order, day=day)


def tasks(year: Shijing, state: str) -> list[Task]:
    with year.desk.reading() as session:
        return list(session.exec(select(Task).where(col(Task.state) == state).order_by(col(Task.matter))))


def review(year: Shijing) -> tuple[str, bool]:
    (task,) = tasks(year, "open")
    assert task.matter == "review"
    return task.due, task.provisional


def alerts(year: Shijing) -> list[tuple[str, str]]:
    with year.desk.reading() as session:
        found = session.exec(select(Alert).where(col(Alert.kind) == "recomputed"))
        return [(one.to_role, one.due) for one in found]


def sound(year: Shijing) -> bool:
    return year.replayed().mismatches == () and verify(year.desk.evidence.folder.parent, (BOOK,)).ok


# -- what moves ----------------------------------------------------------------------------------------------------


def test_holidays_that_are_announced_late_put_the_due_day_off_on_the_record(year: Shijing) -> None:
    assert review(year) == ("2022-04-25", True)
    result = announce(year, announced(off=APRIL_OFF))
    moved = MovedDay(
        department=DEPARTMENT, matter="review", act="review.conclude", due_before="2022-04-25", due="2022-04-28"
    )
    assert result.receipt.moved == (moved,)
    assert review(year) == ("2022-04-28", False)
    assert alerts(year) == [("reviewer", "2022-04-28")]
    assert sound(year)


def test_the_record_of_a_day_names_the_document_and_the_announcement(year: Shijing) -> None:
    receipt = announce(year, announced(off=APRIL_OFF)).receipt
    with year.desk.reading() as session:
        record = session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == "deadline.recomputed")).one()
    said = DeadlineRecomputed.model_validate_json(record.payload)
    assert (said.cause, said.document, record.subject_department) == (receipt.sequence, DOCUMENT, DEPARTMENT)
    assert (said.due_before, said.due) == ("2022-04-25", "2022-04-28")
    assert (said.turn.awaited.due, said.turn.awaited.extended_on) == ("2022-04-28", "2022-03-30")


def test_the_official_days_may_leave_the_day_where_it_is_and_end_its_being_provisional(year: Shijing) -> None:
    days = official_calendar([2021, 2022]).to_data()
    receipt = announce(year, Announce(announced=days, document=DOCUMENT)).receipt
    assert [(one.due_before, one.due, one.provisional) for one in receipt.moved] == [
        ("2022-04-25", "2022-04-25", False)
    ]
    assert review(year) == ("2022-04-25", False)
    assert alerts(year) == []
    with year.desk.reading() as session:
        assert calendar_of(session, BOOK).to_data() == official_calendar([2020, 2021, 2022]).to_data()
    assert sound(year)


@pytest.mark.parametrize(
    ("day", "due"),
    [("2022-03-30", "2022-04-19"), ("2022-04-17", "2022-04-22"), ("2022-04-20", "2022-04-25")],
    ids=["in good time", "as far as the notice period", "within the notice period"],
)
def test_a_nearer_day_leaves_five_working_days_from_the_announcement(year: Shijing, day: str, due: str) -> None:
    announce(year, announced(worked=APRIL_WORKED), day)
    assert review(year) == (due, False)
    assert sound(year)


def test_a_day_that_a_document_granted_is_not_shortened(year: Shijing) -> None:
    granted = Extend(department=DEPARTMENT, matter="review", due="2022-05-10", document="文", reason="a" * 64)
    year.order("extend", granted, day="2022-03-29")
    receipt = announce(year, announced(worked=APRIL_WORKED)).receipt
    assert receipt.moved == ()
    assert review(year) == ("2022-05-10", False)


def test_a_correction_on_the_same_day_takes_back_nothing_that_was_said_that_day(year: Shijing) -> None:
    announce(year, announced(off=APRIL_OFF))
    announce(year, announced(worked=APRIL_WORKED), request="again")
    assert review(year) == ("2022-04-28", False)
    announce(year, announced(off=APRIL_OFF[:1]), "2022-03-31", "at-last")
    assert review(year) == ("2022-04-26", False)


def test_what_was_done_stays_as_it_was_judged(year: Shijing) -> None:
    before = tasks(year, "done")
    assert max(task.days_late for task in before) == 5
    announce(year, announced(off=APRIL_OFF, worked=("2022-03-05", "2022-03-06", "2022-03-12")))
    assert tasks(year, "done") == before


def test_a_phase_that_is_still_to_come_opens_under_the_announced_calendar(opened: Shijing) -> None:
    assert (opened.plan("monitoring").due, opened.plan("monitoring").provisional) == ("2021-08-23", True)
    result = announce(opened, announced(off=("2021-08-10", "2021-08-11"), years=(2021,)), "2020-11-26")
    (news,) = result.news
    planned = {plan.phase: (plan.due, plan.provisional) for plan in news.plans}
    assert (planned["monitoring"], planned["review"]) == (("2021-08-25", False), ("2022-04-25", True))
    # The year may not have heard of it: what counts is the book.
    awaited = awaited_of(opened.open_phase("monitoring"), "monitoring")
    assert (awaited.due, awaited.provisional) == ("2021-08-25", False)


def test_a_freeze_period_that_is_ordered_later_moves_what_would_fall_in_it(opened: Shijing) -> None:
    opened.open_phase("targets")
    closing = {"from": "2020-11-05", "to": "2020-11-13", "days": "counted", "document": "示财库〔2020〕1号"}
    days = {"version": "示财库", "holidays": [], "workdays": [], "years": [], "freezes": [closing]}
    receipt = announce(opened, Announce(announced=days, document="示财库〔2020〕1号"), "2020-11-03").receipt
    assert [(one.matter, one.due_before, one.due) for one in receipt.moved] == [("targets", "2020-11-06", "2020-11-14")]
    filed = opened.act("targets", "targets.file", opened.filing("targets.file"), "filler", local("2020-11-13"))
    # The bureau's ten working days count from the filing and end behind the period.
    assert (filed.days_late, awaited_of(filed, "targets").due) == (0, "2020-11-27")
    assert sound(opened)


def test_a_year_that_has_ended_hears_nothing(year: Shijing) -> None:
    year.conclude_year()
    result = announce(year, announced(off=APRIL_OFF), "2022-06-03")
    assert (result.receipt.moved, result.news) == ((), ())


def test_every_deadline_of_the_book_comes_out_again_from_what_it_was_asked_for(played: Shijing) -> None:
    """What an announcement recomputes is what was computed at first."""
    rubric = rubric_file().rubric
    with played.desk.reading() as session:
        calendar = calendar_of(session, BOOK)
        found = session.exec(select(Task)).all()
        courses = {task.matter: task.matter.partition("/")[0] for task in found}
    assert len(found) > 8
    for task in found:
        state = "open" if task.act.rpartition(".")[2] in {"file", "answer", "conclude"} else "filed"
        since = date.fromisoformat(task.ladder.partition('"since": "')[2][:10])
        asking = Asking(courses[task.matter], state, since, again=task.round > 1)
        again = asked_until(phase_of(rubric, asking.course), asking, calendar)
        assert again == Deadline(date.fromisoformat(task.due), task.provisional), (task.matter, task.act)


# -- once, and by whom ---------------------------------------------------------------------------------------------


def test_an_announcement_sent_again_gets_its_first_receipt_and_other_words_are_a_conflict(year: Shijing) -> None:
    first = announce(year, announced(off=APRIL_OFF))
    before = whole_book(year.desk)
    again = announce(year, announced(off=APRIL_OFF), "2022-04-10")
    assert again.receipt == first.receipt
    assert [news.department for news in again.news] == [DEPARTMENT]
    with pytest.raises(IdempotencyConflictError):
        announce(year, announced(off=APRIL_OFF[:1]))
    assert whole_book(year.desk) == before


def test_what_the_book_knows_already_is_refused(year: Shijing) -> None:
    announce(year, announced(off=APRIL_OFF))
    with refused(year.desk, "calendar.nothing-new") as told:
        announce(year, announced(off=APRIL_OFF), request="again")
    assert told.params == {"book": BOOK}


def test_a_calendar_that_contradicts_itself_is_refused(year: Shijing) -> None:
    with refused(year.desk, "calendar.day-outside-years"):
        wrong = {"version": "x", "holidays": ["2021-01-01"], "workdays": [], "years": ["2022"]}
        announce(year, Announce(announced=wrong, document=DOCUMENT))


@pytest.mark.parametrize("who", ["reviewer", "filler", "security"])
def test_only_the_performance_office_announces(year: Shijing, who: str) -> None:
    with refused(year.desk, "act.not-appointed"):
        year.order("announce", announced(off=APRIL_OFF), who, "2022-03-30")


def test_a_department_that_is_enrolled_later_is_planned_under_the_new_calendar(opened: Shijing) -> None:
    announce(opened, announced(off=("2021-08-10",), years=(2021,)), "2020-11-26")
    start = opened.order("enrol", opened.enrolment("tonghe", "同和"), day="2020-11-27").start
    assert start is not None
    assert next(plan.due for plan in start.plans if plan.phase == "monitoring") == "2021-08-24"
    with opened.desk.reading() as session:
        assert len(session.exec(select(Department)).all()) == 2


def test_the_moment_of_the_filing_counts_not_that_of_the_announcement(opened: Shijing) -> None:
    """Filed on the old last day, received before the announcement, handled after it: in time."""
    opened.play(until="monitoring.file")
    announce(opened, announced(worked=("2021-08-14", "2021-08-15"), years=(2021,)), "2021-08-20")
    receipt = opened.act("monitoring", "monitoring.file", opened.mid_year(), "filler", local("2021-08-23", "23:59"))
    assert receipt.days_late == 0
