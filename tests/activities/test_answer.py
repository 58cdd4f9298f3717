"""A request key is one request: the same again gets the first receipt, anything else under it is a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.commands import Answer, Appoint, Filed, WarningAnswer
from tests.support.refusals import refused, whole_book
from tests.support.shijing import BOOK, PEOPLE, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

KEY = "shijing/targets/one"
AT = local("2020-11-03")


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    return before("targets.file")


def test_the_same_request_again_gets_the_first_receipt_and_writes_nothing(year: Shijing) -> None:
    first = year.act("targets", "targets.file", year.filing("targets.file"), "filler", AT, KEY)
    written = whole_book(year.desk)
    again = year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-05"), KEY)
    assert again == first
    assert whole_book(year.desk) == written


def test_the_first_receipt_is_given_long_after_the_phase_has_moved_on(year: Shijing) -> None:
    first = year.act("targets", "targets.file", year.filing("targets.file"), "filler", AT, KEY)
    year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-10"))
    year.open_phase("monitoring")
    again = year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2021-08-10"), KEY)
    assert again == first
    assert [turn.matter for turn in again.turns] == ["targets"]


def test_the_same_words_about_another_matter_under_a_used_key_are_a_conflict(before: Callable[[str], Shijing]) -> None:
    year = before("warning.answer")
    one, other = (turn.matter for turn in year.turns())
    plan = WarningAnswer(choice="continue", plan="1" * 64)
    year.act(one, "warning.answer", plan, "filler", local("2021-08-30"), KEY)
    with refused(year.desk, "ledger.idempotency-conflict") as told:
        year.act(other, "warning.answer", plan, "filler", local("2021-08-30"), KEY)
    assert told.params["key"] == KEY


def test_a_filings_receipt_holds_the_score_that_followed_also_the_second_time(
    before: Callable[[str], Shijing],
) -> None:
    year = before("self-evaluation.file")
    at, filing = local("2022-03-23", "17:50"), year.filing("self-evaluation.file")
    first = year.act("self-evaluation", "self-evaluation.file", filing, "filler", at, KEY)
    again = year.act("self-evaluation", "self-evaluation.file", filing, "filler", at, KEY)
    assert again == first
    assert again.days_late == 5
    assert again.score is not None
    assert (again.score.total, again.score.covers, again.score.grade) == ("90.25", "100", "优")


def test_other_content_under_a_used_key_is_a_conflict(year: Shijing) -> None:
    filing = year.filing("targets.file")
    first = year.act("targets", "targets.file", filing, "filler", AT, KEY)
    shorter = Filed(lists={**filing.lists, "indicators": []})
    with refused(year.desk, "ledger.idempotency-conflict") as told:
        year.act("targets", "targets.file", shorter, "filler", AT, KEY)
    assert told.params == {"book": BOOK, "key": KEY, "sequence": str(first.sequence)}


def test_another_act_under_a_used_key_is_a_conflict(year: Shijing) -> None:
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", AT, KEY)
    returned = Answer(opinion="0" * 64)
    year.act("targets", "targets.return", returned, "reviewer", local("2020-11-05"), "shijing/targets/back")
    with refused(year.desk, "ledger.idempotency-conflict") as told:
        year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-05"), "shijing/targets/back")
    assert told.params["key"] == "shijing/targets/back"


def test_another_person_under_a_used_key_is_a_conflict(year: Shijing) -> None:
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", AT, KEY)
    with refused(year.desk, "ledger.idempotency-conflict"):
        year.act("targets", "targets.file", year.filing("targets.file"), "office", AT, KEY)


def test_an_act_under_the_key_of_an_order_is_a_conflict(year: Shijing) -> None:
    with refused(year.desk, "ledger.idempotency-conflict") as told:
        year.act("targets", "targets.file", year.filing("targets.file"), "filler", AT, "setup/adopt")
    assert told.params["key"] == "setup/adopt"


def test_an_order_again_gets_the_first_receipt_and_the_same_start(year: Shijing) -> None:
    written = whole_book(year.desk)
    again = year.order("setup/enrol/shijing", year.enrolment())
    assert again.start == year.start
    assert again.receipt.sequence == 6
    assert whole_book(year.desk) == written


def test_another_order_under_a_used_key_is_a_conflict(year: Shijing) -> None:
    with refused(year.desk, "ledger.idempotency-conflict"):
        year.order("setup/enrol/shijing", year.enrolment(name="石井街"))
    with refused(year.desk, "ledger.idempotency-conflict"):
        order = Appoint(appointee=PEOPLE["filler"], role="filler", department="shijing", from_day="2020-10-09")
        year.order("setup/enrol/shijing", order, "security")
    with refused(year.desk, "ledger.idempotency-conflict"):
        year.order("setup/enrol/shijing", year.enrolment("tonghe", "石井街道办事处"))
    with refused(year.desk, "ledger.idempotency-conflict"):
        year.order("setup/enrol/shijing", year.enrolment(), "security")
