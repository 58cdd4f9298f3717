"""What waits can be taken back by its own hand, and what stands on the record cannot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.errors import RequestRefusedError
from app.inbox.own import withdraw
from models.commands import Act
from tests.app.inbox.receiving import (
    KEY,
    LAST_MINUTE,
    NEXT_DAY,
    filing,
    hand_in,
    login_of,
    received,
    records,
    relay,
    row_of,
    working,
)
from tests.support.shijing import BOOK, DEPARTMENT, Shijing

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_request_that_waits_can_be_taken_back_by_its_own_hand(year: Shijing) -> None:
    received(year, filing(year))
    with pytest.raises(RequestRefusedError, match=r"inbox\.not-yours"):
        withdraw(year.desk, BOOK, KEY, login_of(year, "reviewer"))
    withdraw(year.desk, BOOK, KEY, login_of(year, "filler"))
    counter = working(year)
    relay(counter)
    assert (counter.sent, row_of(year).state) == ([], "withdrawn")


def test_a_sending_that_is_still_under_way_writes_nothing_after_the_request_was_taken_back(year: Shijing) -> None:
    received(year, filing(year))
    withdraw(year.desk, BOOK, KEY, login_of(year, "filler"))
    sent = Act(request=KEY, received_at=LAST_MINUTE, deed=filing(year))
    with pytest.raises(RequestRefusedError, match=r"request\.withdrawn"):
        asyncio.run(working(year).hand_in(BOOK, DEPARTMENT, sent))
    assert records(year, "targets.filed") == []


def test_what_was_taken_back_may_be_handed_in_anew_and_is_received_anew(
    year: Shijing, at: Callable[[str], None]
) -> None:
    received(year, filing(year))
    withdraw(year.desk, BOOK, KEY, login_of(year, "filler"))
    at(NEXT_DAY)
    assert received(year, filing(year)).params["received_at"] == NEXT_DAY


def test_what_stands_on_the_record_cannot_be_taken_back(year: Shijing) -> None:
    hand_in(year, filing(year), working(year))
    with pytest.raises(RequestRefusedError) as told:
        withdraw(year.desk, BOOK, KEY, login_of(year, "filler"))
    assert (told.value.code, told.value.params["inbox_state"]) == ("inbox.not-waiting", "delivered")
