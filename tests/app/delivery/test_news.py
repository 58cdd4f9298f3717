"""What a year's records have to tell, and whom: turns of a matter, warnings, findings, the clock's words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.delivery.listing import NotSent, not_sent
from app.delivery.news import NEWSWORTHY, notices_of
from app.delivery.post import Post
from app.delivery.queue import queue_news
from models.commands import Answer
from models.ledger import LedgerRecord
from models.payloads import FORMS
from models.task_orders import Urge
from tests.support.sealed import second_office
from tests.support.shijing import BOOK, DEPARTMENT
from tests.support.switching import adopt, approve, corrected, propose
from tests.support.two_hands import TwoHands

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from app.delivery.notice import Notice
    from tests.support.shijing import Shijing
    from tests.support.told import Told


def told_in(year: Shijing) -> list[Notice]:
    with year.desk.reading() as session:
        records = session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))).all()
    return [notice for record in records for notice in notices_of(record)]


def test_every_newsworthy_kind_is_a_kind_of_record() -> None:
    assert {kind for kind, _ in FORMS} >= NEWSWORTHY


def test_of_a_whole_year_each_is_told_what_is_his(played: Shijing) -> None:
    counted = Counter((notice.kind, notice.role) for notice in told_in(played))
    with played.desk.reading() as session:
        kinds = Counter(session.exec(select(LedgerRecord.kind)))
    assert counted["overdue", "performance-office"] == kinds["deadline.overdue"] > 0
    assert sum(number for (kind, _), number in counted.items() if kind == "reminder") == kinds["deadline.reminded"] > 0
    assert counted["warning", "filler"] > 0
    assert counted["finding", "filler"] > 0


def test_a_notice_names_the_awaited_act_and_its_day(played: Shijing) -> None:
    (first, *_) = [notice for notice in told_in(played) if notice.kind == "finding"]
    assert (first.act, first.matter.partition("/")[0], len(first.due)) == ("finding.answer", "finding", 10)


def test_what_is_returned_is_told_to_whoever_filed_it(told: Told) -> None:
    year = told.year
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", "2020-10-30T04:00:00.000000Z")
    year.act("targets", "targets.return", _opinion(), "reviewer", "2020-11-02T04:00:00.000000Z")
    (notice,) = told_in(year)
    assert (notice.kind, notice.role, notice.act, notice.department) == (
        "returned",
        "filler",
        "targets.file",
        "shijing",
    )


def test_what_the_approver_sends_back_is_told_to_whoever_prepares_it(desk: Desk) -> None:
    year = TwoHands(desk)
    year.open()
    year.open_phase("targets")
    year.prepare("targets", "2020-10-30")
    year.answer("targets", "targets.send-back", "approver", "2020-11-02")
    (notice,) = told_in(year)
    told = (notice.kind, notice.role, notice.act, notice.due)
    assert told == ("sent-back", "filler", "targets.prepare", "2020-11-06")


def test_a_rehearsal_tells_nobody_outside_and_says_what_it_would_have_told(played: Shijing, data: Path) -> None:
    assert queue_news(Post(played.desk, data / "contacts")) == 0
    assert not_sent(played.desk) == [NotSent(BOOK, len(told_in(played)), 3)]


def _opinion() -> Answer:
    return Answer(opinion="a" * 64)


def test_what_the_bureau_asks_for_is_told_to_whose_act_is_awaited(shijing: Shijing) -> None:
    shijing.open_phase("targets")
    shijing.order("urge", Urge(department=DEPARTMENT, matter="targets", act="targets.file", round=1))
    (told,) = [notice for notice in told_in(shijing) if notice.kind == "urged"]
    assert (told.role, told.department, told.act, told.due) == ("filler", DEPARTMENT, "targets.file", "2020-11-06")


def test_a_department_that_goes_over_to_another_rubric_is_told_with_its_reviewer(shijing: Shijing) -> None:
    second_office(shijing)
    approve(shijing, propose(shijing, adopt(shijing, corrected())))
    told = [notice for notice in told_in(shijing) if notice.kind == "rubric-switched"]
    assert [(one.role, one.department, one.act) for one in told] == [
        (role, DEPARTMENT, "department.switched") for role in ("filler", "reviewer")
    ]
