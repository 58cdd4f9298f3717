"""A notice on the record: its words, the phases that it opens, and how early or late it came."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from models.commands import Appoint
from models.date_orders import IssueNotice
from models.date_tables import Notice
from tests.support.refusals import refused
from tests.support.shijing import PEOPLE, Shijing, rubric_file

if TYPE_CHECKING:
    from activities.desk import Desk
    from models.receipts import Receipt


def notice(number: str = "云财绩〔2021〕5号", day: str = "2021-08-05", **words: tuple[str, ...]) -> IssueNotice:
    return IssueNotice(
        number=number,
        issued_on=day,
        title="关于开展2021年绩效运行监控的通知",
        template="2021-1",
        opens=words.get("opens", ("monitoring",)),
    )


def issue(year: Shijing, wanted: IssueNotice, request: str = "notice") -> Receipt:
    return year.order(request, wanted, day="2021-08-06").receipt


def phases(year: Shijing) -> list[list[tuple[str, str, int]]]:
    with year.desk.reading() as session:
        kept = session.exec(select(Notice)).all()
    return [[(one["phase"], one["opens"], one["days"]) for one in json.loads(each.document)] for each in kept]


@pytest.mark.parametrize(("day", "days"), [("2021-08-05", 3), ("2021-08-02", 0), ("2021-07-20", -13)])
def test_late_and_early_issue_stand_beside_the_notice(shijing: Shijing, day: str, days: int) -> None:
    issue(shijing, notice(day=day))
    assert phases(shijing) == [[("monitoring", "2021-08-02", days)]]
    assert shijing.replayed().mismatches == ()


def test_a_notice_may_open_several_phases_of_the_adopted_rubric(shijing: Shijing) -> None:
    issue(shijing, notice(opens=("self-evaluation", "review")))
    assert [phase for phase, _, _ in phases(shijing)[0]] == ["self-evaluation", "review"]
    with shijing.desk.reading() as session:
        kept = session.exec(select(Notice)).one()
    assert (kept.number, kept.template) == ("云财绩〔2021〕5号", "2021-1")
    assert json.loads(kept.document)[0]["rubric"] == rubric_file().rubric.id


def test_a_number_stands_once(shijing: Shijing) -> None:
    first = issue(shijing, notice())
    assert issue(shijing, notice()) == first
    with refused(shijing.desk, "notice.issued") as told:
        issue(shijing, notice(day="2021-08-06"), "again")
    assert told.params == {"number": "云财绩〔2021〕5号", "sequence": str(first.sequence)}


def test_a_phase_that_no_rubric_has_and_a_day_that_is_none_are_refused(shijing: Shijing) -> None:
    with refused(shijing.desk, "notice.no-phase") as told:
        issue(shijing, notice(opens=("publication",)))
    assert told.params["phase"] == "publication"
    with refused(shijing.desk, "deadline.bad-date"):
        issue(shijing, notice(day="20210805"))


def test_before_a_rubric_is_adopted_nobody_knows_what_a_notice_opens(desk: Desk) -> None:
    year = Shijing(desk)
    year.open_book()
    office = Appoint(appointee=PEOPLE["office"], role="performance-office", from_day="2020-10-09")
    year.order("appoint", office, "security")
    with refused(desk, "notice.no-rubric"):
        issue(year, notice())
