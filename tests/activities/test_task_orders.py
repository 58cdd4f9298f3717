"""A task that is taken on is done by its holder; what moved since it was seen is not done blindly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.handle_act import handle_act
from activities.signatures import ActCall
from app.filing import filing_of
from models.commands import Act, Answer, Appoint, Deed
from models.projections import Alert, Task
from models.task_orders import Claim, Mark, OfTask, Reassign, Release, Urge
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local, rubric_file, shijing_facts

if TYPE_CHECKING:
    from models.receipts import Receipt
    from models.task_orders import TaskOrder
    from tests.support.shijing import Shijing

SECOND = "p-0000000000000000000000c1"
DAY = "2020-11-03"
REASON = "b" * 64
FILING = {"department": DEPARTMENT, "matter": "targets", "act": "targets.file", "round": 1}


@pytest.fixture
def year(shijing: Shijing) -> Shijing:
    """The targets are awaited, from either of two fillers."""
    appoint = Appoint(appointee=SECOND, role="filler", department=DEPARTMENT, from_day="2020-10-09")
    shijing.order("second", appoint, "security")
    shijing.open_phase("targets")
    return shijing


def give(year: Shijing, order: TaskOrder, who: str = "filler", request: str | None = None) -> Receipt:
    year.sent += 1
    return year.order(request or f"task/{year.sent}", order, who, DAY).receipt


def held(year: Shijing) -> Task:
    with year.desk.reading() as session:
        return session.get_one(Task, (BOOK, DEPARTMENT, "targets", "targets.file", 1))


def file(year: Shijing, actor: str, seen: int | None = None) -> Receipt:
    content = filing_of(rubric_file().rubric, shijing_facts(), "targets.file")[0]
    deed = Deed(actor=actor, act="targets.file", matter="targets", content=content, seen=seen)
    year.sent += 1
    sent = Act(request=f"file/{year.sent}", received_at=local(DAY), deed=deed)
    call = ActCall(book=BOOK, epoch=1, department=DEPARTMENT, happened_at=local(DAY), act=sent)
    return handle_act(year.desk, call)


def test_whoever_takes_a_task_on_holds_it_and_nobody_else_does_it(year: Shijing) -> None:
    receipt = give(year, Claim(**FILING))
    assert (held(year).holder, held(year).handled, held(year).state) == (PEOPLE["filler"], receipt.sequence, "open")
    with refused(year.desk, "task.held") as told:
        file(year, SECOND)
    assert (told.params["actor"], told.params["act"]) == (PEOPLE["filler"], "targets.file")
    assert file(year, PEOPLE["filler"]).turns[0].state == "filed"


def test_a_task_that_was_given_back_is_anybodys_of_its_role(year: Shijing) -> None:
    give(year, Claim(**FILING))
    give(year, Release(**FILING))
    assert held(year).holder is None
    assert file(year, SECOND).turns[0].state == "filed"


def test_only_its_holder_gives_a_task_back(year: Shijing) -> None:
    with refused(year.desk, "task.not-holder"):
        give(year, Release(**FILING))
    give(year, Reassign(**FILING, to=SECOND))
    with refused(year.desk, "task.not-holder"):
        give(year, Release(**FILING))


def test_a_task_that_is_held_is_taken_over_only_by_saying_so(year: Shijing) -> None:
    give(year, Reassign(**FILING, to=SECOND))
    with refused(year.desk, "task.held"):
        give(year, Claim(**FILING))
    give(year, Reassign(**FILING, to=PEOPLE["filler"]))
    assert held(year).holder == PEOPLE["filler"]


def test_the_office_gives_a_task_to_somebody_and_says_why(year: Shijing) -> None:
    with refused(year.desk, "task.reason-needed"):
        give(year, Reassign(**FILING, to=SECOND), "office")
    give(year, Reassign(**FILING, to=SECOND, reason=REASON), "office")
    assert held(year).holder == SECOND


def test_a_task_is_given_only_to_somebody_who_may_do_it(year: Shijing) -> None:
    with refused(year.desk, "act.not-appointed") as told:
        give(year, Reassign(**FILING, to=PEOPLE["reviewer"], reason=REASON), "office")
    assert told.params["role"] == "filler"


@pytest.mark.parametrize(
    ("order", "who", "role"),
    [
        (Claim(**FILING), "reviewer", "filler"),
        (Claim(**FILING), "office", "filler"),
        (Mark(**FILING, urgent=True), "filler", "performance-office"),
        (Urge(**FILING), "reviewer", "performance-office"),
    ],
    ids=["reviewer claims", "office claims", "filler marks", "reviewer urges"],
)
def test_an_order_about_a_task_is_refused_to_whoever_holds_no_role_for_it(
    year: Shijing, order: TaskOrder, who: str, role: str
) -> None:
    with refused(year.desk, "act.not-appointed") as told:
        give(year, order, who)
    assert told.params["role"] == role


@pytest.mark.parametrize("round_", [0, 2])
def test_a_task_that_was_never_asked_for_is_taken_on_by_nobody(year: Shijing, round_: int) -> None:
    with refused(year.desk, "task.not-open") as told:
        give(year, Claim(**{**FILING, "round": round_}))
    assert told.params["task"] == f"shijing/targets/targets.file/{round_}"


def test_a_returned_filing_is_a_new_task_that_nobody_holds(year: Shijing) -> None:
    give(year, Claim(**FILING))
    file(year, PEOPLE["filler"])
    with refused(year.desk, "task.not-open"):
        give(year, Release(**FILING))
    year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-04"))
    with year.desk.reading() as session:
        again = session.get_one(Task, (BOOK, DEPARTMENT, "targets", "targets.file", 2))
    assert again.holder is None
    assert file(year, SECOND).turns[0].state == "filed"


def test_a_review_is_not_taken_on_by_whoever_filed(year: Shijing) -> None:
    file(year, SECOND)
    year.order("both", Appoint(appointee=PEOPLE["reviewer"], role="reviewer", from_day="2020-10-09"), "security")
    approving = {**FILING, "act": "targets.approve"}
    give(year, Claim(**approving), "reviewer")
    with refused(year.desk, "act.not-appointed"):
        give(year, Reassign(**approving, to=SECOND, reason=REASON), "office")


def test_the_bureau_marks_a_task_and_asks_for_it(year: Shijing) -> None:
    give(year, Mark(**FILING, urgent=True), "office")
    assert held(year).urgent
    give(year, Mark(**FILING, urgent=False), "office")
    assert not held(year).urgent
    receipt = give(year, Urge(**FILING), "office")
    with year.desk.reading() as session:
        told = session.exec(select(Alert).where(col(Alert.kind) == "urged")).one()
    assert (told.sequence, told.to_role, told.due, told.days) == (receipt.sequence, "filler", "2020-11-06", 3)


def test_an_order_about_a_task_sent_twice_is_carried_out_once(year: Shijing) -> None:
    first = give(year, Claim(**FILING), request="k")
    assert give(year, Claim(**FILING), request="k") == first


def test_a_matter_that_moved_since_it_was_seen_is_not_acted_on(year: Shijing) -> None:
    seen = held(year).sequence
    moved = give(year, Claim(**FILING))
    with refused(year.desk, "act.moved-since") as told:
        file(year, PEOPLE["filler"], seen)
    assert (told.params["sequence"], told.params["happened"]) == (str(moved.sequence), "task.claimed")
    assert told.params["actor"] == PEOPLE["filler"]
    assert file(year, PEOPLE["filler"], moved.sequence).turns[0].state == "filed"


def test_a_book_with_orders_about_tasks_replays_to_the_same_tables(year: Shijing) -> None:
    orders: tuple[tuple[OfTask, str], ...] = (
        (Claim(**FILING), "filler"),
        (Reassign(**FILING, to=SECOND, reason=REASON), "office"),
        (Mark(**FILING, urgent=True), "office"),
        (Urge(**FILING), "office"),
    )
    for order, who in orders:
        assert isinstance(order, Claim | Reassign | Mark | Urge)
        give(year, order, who)
    assert year.replayed().mismatches == ()
