"""More time by a document: a later day for what is awaited, on the record, and lateness judged on that day."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.errors import IdempotencyConflictError
from audit.facts_of import facts_of
from audit.verifier.verify_books import verify
from deadlines.local_time import at_local
from models.commands import Answer, Extend
from models.ledger import LedgerRecord
from models.payloads import DeadlineExtended
from models.projections import Alert, Extension, Task
from tests.support.refusals import refused, whole_book
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, awaited_of, local, rubric_file
from tests.support.warned import EXHIBITIONS, SPENDING, answer, warnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

DOCUMENT = "示财绩〔2022〕7号"
LAST_MICROSECOND = "2022-03-25T15:59:59.999999Z"
ONE_LATER = "2022-03-25T16:00:00.000000Z"


def extend(matter: str = "self-evaluation", due: str = "2022-03-25", **words: str) -> Extend:
    return Extend(
        department=DEPARTMENT,
        matter=matter,
        act=words.get("act"),
        due=due,
        document=words.get("document", DOCUMENT),
        reason=words.get("reason", "a" * 64),
    )


def order(year: Shijing, wanted: Extend, day: str = "2022-03-14", request: str = "extend") -> Receipt:
    return year.order(request, wanted, day=day).receipt


def task(year: Shijing, matter: str, act: str, number: int = 1) -> Task:
    with year.desk.reading() as session:
        return session.get_one(Task, (BOOK, DEPARTMENT, matter, act, number))


def self_evaluate(year: Shijing, at: str) -> Receipt:
    return year.act("self-evaluation", "self-evaluation.file", year.filing("self-evaluation.file"), "filler", at)


def said(year: Shijing, matter: str) -> list[tuple[str, int, str]]:
    with year.desk.reading() as session:
        query = select(Alert).where(col(Alert.matter) == matter).order_by(col(Alert.sequence))
        return [(one.kind, one.days, one.due) for one in session.exec(query)]


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The self-evaluation is due on 18 March 2022, and its overdue alerts have been given."""
    return before("self-evaluation.file")


@pytest.fixture
def early(before: Callable[[str], Shijing]) -> Shijing:
    """The monitoring is accepted, the self-evaluation open since 21 February; nothing was said about its deadline."""
    year = before("monitoring.accept")
    year.act("monitoring", "monitoring.accept", Answer(), "reviewer", local("2021-08-30"))
    year.open_phase("self-evaluation")
    return year


def test_the_record_says_who_why_until_when_and_what_it_was_before(early: Shijing) -> None:
    receipt = order(early, extend())
    awaited = awaited_of(receipt, "self-evaluation")
    assert (awaited.act, awaited.due, awaited.extended_on) == ("self-evaluation.file", "2022-03-25", "2022-03-14")
    with early.desk.reading() as session:
        record = session.get_one(LedgerRecord, (BOOK, receipt.sequence))
    said_there = DeadlineExtended.model_validate_json(record.payload)
    assert (record.kind, record.actor, record.role) == ("deadline.extended", PEOPLE["office"], "performance-office")
    assert (said_there.document, said_there.reason) == (DOCUMENT, "a" * 64)
    assert (said_there.due_before, said_there.due) == ("2022-03-18", "2022-03-25")


def test_the_task_has_the_new_day_and_the_old_one_is_kept_with_its_record(early: Shijing) -> None:
    receipt = order(early, extend())
    open_task = task(early, "self-evaluation", "self-evaluation.file")
    assert (open_task.state, open_task.due, open_task.sequence) == ("open", "2022-03-25", receipt.sequence)
    with early.desk.reading() as session:
        kept = session.exec(select(Extension)).one()
    assert (kept.sequence, kept.due_before, kept.due) == (receipt.sequence, "2022-03-18", "2022-03-25")
    assert (kept.act, kept.round, kept.document) == ("self-evaluation.file", 1, DOCUMENT)


def test_whoever_has_to_act_is_told_of_the_new_day(early: Shijing) -> None:
    order(early, extend())
    with early.desk.reading() as session:
        told = session.exec(select(Alert).where(col(Alert.kind) == "extended")).one()
    assert (told.to_role, told.matter, told.due) == ("filler", "self-evaluation", "2022-03-25")


@pytest.mark.parametrize(
    ("at", "days", "total"), [(LAST_MICROSECOND, 0, "91.25"), (ONE_LATER, 1, "90.25")], ids=["in time", "a day late"]
)
def test_lateness_is_judged_on_the_extended_day(year: Shijing, at: str, days: int, total: str) -> None:
    order(year, extend())
    receipt = self_evaluate(year, at)
    assert receipt.days_late == days
    assert receipt.score is not None
    assert receipt.score.total == total
    with year.desk.reading() as session:
        scored = facts_of(session, rubric_file().rubric, BOOK, DEPARTMENT, "self-evaluation", at)
    in_time = {fact.input: fact.value for fact in scored.facts}["self_evaluation_filed_on_time"]
    assert in_time == ("no" if days else "yes")


def test_time_may_be_given_for_what_is_overdue_already_and_the_alert_stays_on_record(year: Shijing) -> None:
    before = said(year, "self-evaluation")
    assert ("overdue", 0, "2022-03-18") in before
    order(year, extend(), day="2022-03-20")
    assert said(year, "self-evaluation") == [*before, ("extended", 0, "2022-03-25")]
    assert self_evaluate(year, LAST_MICROSECOND).days_late == 0


def test_what_was_filed_before_the_document_stays_as_it_was_judged(year: Shijing) -> None:
    assert self_evaluate(year, local("2022-03-21")).days_late == 3
    with refused(year.desk, "deadline.nothing-awaited") as told:
        order(year, extend(), day="2022-03-22")
    assert told.params == {"department": DEPARTMENT, "matter": "self-evaluation"}


@pytest.mark.parametrize("given", ["2022-03-18", "2022-03-17", "2021-03-25"])
def test_a_day_that_is_not_later_is_refused_with_both_days(early: Shijing, given: str) -> None:
    with refused(early.desk, "deadline.not-later") as told:
        order(early, extend(due=given))
    assert told.params == {"due": "2022-03-18", "given": given}


@pytest.mark.parametrize("given", ["2022-02-30", "20220325", "三月二十五日", "2022-3-25", ""])
def test_a_day_that_is_none_is_refused(early: Shijing, given: str) -> None:
    with refused(early.desk, "deadline.bad-date") as told:
        order(early, extend(due=given))
    assert told.params == {"value": given}


def test_a_slip_of_the_year_is_no_extension(early: Shijing) -> None:
    with refused(early.desk, "deadline.days-out-of-range"):
        order(early, extend(due="2202-03-25"))


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (extend("targets"), "deadline.nothing-awaited"),
        (extend("review"), "phase.not-open"),
        (extend("warning/9/spending-pace"), "matter.unknown"),
        (extend(act="self-evaluation.amend"), "deadline.other-act"),
        (extend().model_copy(update={"department": "nowhere"}), "department.not-enrolled"),
    ],
    ids=["done", "not begun", "no matter", "another act", "no department"],
)
def test_only_what_somebody_has_to_do_now_is_extended(early: Shijing, wanted: Extend, code: str) -> None:
    with refused(early.desk, code):
        order(early, wanted)


@pytest.mark.parametrize("who", ["reviewer", "filler", "security"])
def test_only_the_performance_office_gives_time(early: Shijing, who: str) -> None:
    with refused(early.desk, "act.not-appointed") as told:
        early.order("extend", extend(), who, "2022-03-14")
    assert told.params["role"] == "performance-office"


def test_nothing_is_extended_in_a_year_that_has_ended(shijing: Shijing) -> None:
    shijing.play(until="review.conclude", without=("warning.answer", "warning.accept"))
    assert warnings(shijing)[SPENDING].state == "raised"
    shijing.conclude_year()
    with refused(shijing.desk, "year.concluded") as told:
        order(shijing, extend(SPENDING, "2022-12-31"), "2022-06-02")
    assert told.params == {"book": BOOK, "department": DEPARTMENT}


def test_no_order_is_carried_out_in_a_book_that_has_ended(shijing: Shijing) -> None:
    shijing.play()
    with refused(shijing.desk, "book.concluded") as told:
        shijing.order("late", shijing.enrolment("tonghe", "同和"), day="2022-07-01")
    assert told.params == {"book": BOOK}


# -- once ---------------------------------------------------------------------------------------------------------


def test_an_extension_sent_again_gets_its_first_receipt_also_after_a_later_one(early: Shijing) -> None:
    first = order(early, extend())
    order(early, extend(due="2022-04-01"), request="again")
    before = whole_book(early.desk)
    repeated = early.order("extend", extend(), day="2022-03-20")
    assert repeated.receipt == first
    # What the running year is told is how the matter stands now.
    assert [turn.awaited.due for turn in repeated.turns if turn.awaited] == ["2022-04-01"]
    assert whole_book(early.desk) == before


@pytest.mark.parametrize(
    "other",
    [
        extend(due="2022-03-26"),
        extend(document="另文"),
        extend(reason="b" * 64),
        extend(act="self-evaluation.file"),
    ],
    ids=["day", "document", "reason", "act"],
)
def test_other_words_under_the_key_of_an_extension_are_a_conflict(early: Shijing, other: Extend) -> None:
    order(early, extend())
    with pytest.raises(IdempotencyConflictError):
        order(early, other)


# -- what follows -------------------------------------------------------------------------------------------------


def test_a_return_takes_back_nothing_of_the_time_that_a_document_gave(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    order(year, extend("targets", "2020-12-31"), "2020-10-20")
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-10-21"))
    returned = year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-10-22"))
    # Ten working days would end on 5 November.
    assert awaited_of(returned, "targets").due == "2020-12-31"


def test_the_bureaus_own_answer_may_get_more_time_too(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    order(year, extend("targets", "2020-11-30"), "2020-11-10")
    approved = year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-30"))
    assert approved.days_late == 0


def test_a_warning_answered_on_its_extended_day_is_in_time(before: Callable[[str], Shijing]) -> None:
    year = before("warning.answer")
    order(year, extend(EXHIBITIONS, "2021-09-10"), "2021-08-31")
    answer(year, EXHIBITIONS, local("2021-09-10"))
    answer(year, SPENDING, local("2021-09-10"))
    assert {matter: warning.days_late for matter, warning in warnings(year).items()} == {EXHIBITIONS: 0, SPENDING: 9}


def test_reminders_and_alerts_follow_the_new_day_and_none_is_said_of_the_past(early: Shijing) -> None:
    early.climb(at_local(date(2022, 3, 14), time()))
    order(early, extend(due="2022-03-19"), "2022-03-14")
    early.climb(at_local(date(2022, 4, 1), time()))
    assert said(early, "self-evaluation") == [
        ("reminder", 7, "2022-03-18"),
        ("extended", 0, "2022-03-19"),
        # Seven days before the new day was two days before the document.
        ("reminder", 3, "2022-03-19"),
        ("reminder", 1, "2022-03-19"),
        ("overdue", 0, "2022-03-19"),
        ("overdue", 3, "2022-03-19"),
        ("overdue", 10, "2022-03-19"),
    ]


def test_an_alert_about_the_old_day_that_comes_too_late_is_not_given(early: Shijing) -> None:
    old = early.turn("self-evaluation")
    order(early, extend())
    with early.desk.reading() as session:
        count = len(session.exec(select(LedgerRecord)).all())
    assert not early.say(old, "overdue", 0, at_local(date(2022, 3, 19), time()))
    with early.desk.reading() as session:
        assert len(session.exec(select(LedgerRecord)).all()) == count


def test_a_book_with_an_extension_replays_and_verifies(year: Shijing) -> None:
    order(year, extend(), "2022-03-20")
    self_evaluate(year, LAST_MICROSECOND)
    found = year.replayed()
    assert found.mismatches == ()
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
