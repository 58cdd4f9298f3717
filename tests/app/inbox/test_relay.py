"""What was received is never unknown: it waits, is delivered once, and counts from the moment it came in."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from activities.handle_act import handle_act
from activities.signatures import ActCall
from app.inbox.reception import Reception
from audit.append import find
from models.commands import Act
from models.inbox import InboxRequest
from tests.app.inbox.receiving import (
    KEY,
    LAST_MINUTE,
    NEXT_DAY,
    away,
    filing,
    not_running,
    received,
    records,
    relay,
    row_of,
    said_overdue,
    stale,
    working,
)
from tests.support.refusals import whole_book
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, Shijing, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.counter import Counter
    from tests.support.clock import StepClock


def test_an_act_without_a_service_is_received_and_delivered_by_the_next_one(year: Shijing) -> None:
    before = whole_book(year.desk)
    told = received(year, filing(year))
    assert (told.code, told.params["received_at"]) == ("request.waiting", LAST_MINUTE)
    assert whole_book(year.desk) == before
    relay(working(year))
    (record,) = records(year, "targets.filed")
    assert (record.key, record.received_at, record.happened_at) == (KEY, LAST_MINUTE, NEXT_DAY)
    assert (row_of(year).state, row_of(year).sequence) == ("delivered", record.sequence)


def test_what_was_received_in_the_last_minute_is_not_late_when_it_is_delivered_the_next_day(year: Shijing) -> None:
    received(year, filing(year))
    assert not said_overdue(year)
    assert records(year, "deadline.overdue") == []
    relay(working(year))
    assert json.loads(records(year, "targets.filed")[0].payload)["days_late"] == 0
    assert not year.replayed().mismatches


def test_what_was_received_after_midnight_is_late_and_the_bureau_is_told(
    year: Shijing, at: Callable[[str], None]
) -> None:
    at(local("2020-11-07", "00:00"))
    received(year, filing(year))
    assert said_overdue(year)
    relay(working(year))
    assert json.loads(records(year, "targets.filed")[0].payload)["days_late"] == 1


@pytest.mark.parametrize("failing", [away, not_running, stale], ids=["no answer", "no year runs", "another epoch"])
def test_what_nobody_could_judge_waits(year: Shijing, failing: Callable[[], Exception]) -> None:
    told = received(year, filing(year), working(year, failing))
    assert told.params["said"] == failing().code  # type: ignore[attr-defined]  # every one has a code
    relay(working(year, failing))
    assert row_of(year).state == "waiting"
    assert records(year, "request.refused") == []
    relay(working(year))
    assert row_of(year).state == "delivered"


def test_a_request_that_no_service_can_send_is_refused_and_the_others_are_delivered(year: Shijing) -> None:
    received(year, filing(year))
    with Session(year.desk.engine) as session, session.begin():
        about = {"book": BOOK, "key": "改到明天", "actor": PEOPLE["office"], "department": "", "received_at": NEXT_DAY}
        session.add(InboxRequest(**about, position=0, act="order/extend", matter="", content="{}"))
    relay(working(year))
    assert (row_of(year, "改到明天").state, row_of(year).state) == ("refused", "delivered")
    (record,) = records(year, "request.refused")
    assert json.loads(record.payload)["code"] == "request.bad-key"
    assert "明天" not in f"{record.key}{record.payload.decode()}"
    assert not year.replayed().mismatches


def test_a_fault_of_the_program_on_one_request_ends_nothing_and_the_request_waits(year: Shijing) -> None:
    received(year, filing(year))
    relay(working(year, RuntimeError))
    assert (row_of(year).state, row_of(year).said) == ("waiting", "outcome.unknown")
    relay(working(year))
    assert row_of(year).state == "delivered"


def test_requests_of_a_department_are_delivered_in_the_order_they_came_in(year: Shijing) -> None:
    received(year, filing(year), key="first")
    received(year, filing(year), key="second")
    unanswered = working(year, away)
    relay(unanswered)
    assert unanswered.sent == ["first"]
    counter = working(year)
    relay(counter)
    assert counter.sent == ["first", "second"]
    assert [row_of(year, key).state for key in ("first", "second")] == ["delivered", "refused"]


def test_whoever_is_killed_before_sending_is_followed_by_the_relay(year: Shijing, clock: StepClock) -> None:
    class KilledError(BaseException):
        """The process ends here."""

    async def killed() -> Counter:
        raise KilledError

    with pytest.raises(KilledError):
        asyncio.run(Reception(year.desk, 0, killed, 5).act(BOOK, DEPARTMENT, KEY, filing(year)))
    counter = working(year)
    relay(counter)
    assert counter.sent == []
    clock.now += timedelta(minutes=1)
    relay(counter)
    assert row_of(year).state == "delivered"


def test_whoever_is_killed_after_the_commit_leaves_a_request_that_is_delivered(year: Shijing) -> None:
    """The record and the mark are one commit, so that a second delivery finds both."""

    def killed_after() -> Exception:
        call = ActCall(
            book=BOOK,
            epoch=1,
            department=DEPARTMENT,
            happened_at=NEXT_DAY,
            act=Act(request=KEY, received_at=LAST_MINUTE, deed=filing(year)),
        )
        handle_act(year.desk, call)
        return away()

    received(year, filing(year), working(year, killed_after))
    assert row_of(year).state == "delivered"
    counter = working(year)
    relay(counter)
    assert counter.sent == []


def test_two_deliveries_of_one_request_make_one_record(year: Shijing) -> None:
    received(year, filing(year))
    sent = Act(request=KEY, received_at=LAST_MINUTE, deed=filing(year))
    counter = working(year)
    first = asyncio.run(counter.hand_in(BOOK, DEPARTMENT, sent))
    assert asyncio.run(counter.hand_in(BOOK, DEPARTMENT, sent)) == first
    with year.desk.reading() as session:
        standing = find(session, BOOK, KEY)
    assert standing is not None
    assert len(records(year, "targets.filed")) == 1
