"""What comes in is received before it is sent, and is refused at once only for an obvious fault."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.afterwards import Afterwards
from app.errors import OutageError, RequestRefusedError
from app.inbox.own import list_requests
from app.inbox.reception import Reception, StillWaitingError
from models.commands import Answer, Deed, Extend
from tests.app.inbox.receiving import (
    KEY,
    LAST_MINUTE,
    NEXT_DAY,
    filing,
    hand_in,
    received,
    reception,
    records,
    row_of,
    working,
)
from tests.support.refusals import whole_book
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, Shijing

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.counter import Counter


def test_an_act_that_the_service_does_at_once_gets_its_receipt(year: Shijing) -> None:
    receipt = hand_in(year, filing(year), working(year))
    assert (row_of(year).state, row_of(year).sequence) == ("delivered", receipt.sequence)
    assert hand_in(year, filing(year)) == receipt


def test_an_engine_that_cannot_be_reached_leaves_the_request_waiting(year: Shijing) -> None:
    async def unreachable() -> Counter:
        raise OutageError("temporal.unreachable", address="127.0.0.1:1")

    with pytest.raises(StillWaitingError) as told:
        asyncio.run(Reception(year.desk, 0, unreachable, 5).act(BOOK, DEPARTMENT, KEY, filing(year)))
    assert told.value.params["said"] == "temporal.unreachable"


def test_a_person_waits_only_so_long(year: Shijing) -> None:
    async def never() -> Counter:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(StillWaitingError):
        asyncio.run(Reception(year.desk, 0, never, 1).act(BOOK, DEPARTMENT, KEY, filing(year)))
    assert row_of(year).promised


@pytest.mark.parametrize("counter", [False, True], ids=["no service", "a service"])
def test_an_obvious_fault_is_refused_at_once_and_nothing_is_received(year: Shijing, *, counter: bool) -> None:
    stranger = filing(year).model_copy(update={"actor": PEOPLE["reviewer"]})
    early = Deed(actor=PEOPLE["reviewer"], act="targets.approve", matter="targets", content=Answer())
    empty = filing(year).model_copy(update={"content": Answer()})
    codes = []
    before = whole_book(year.desk)
    for deed in (stranger, early, empty):
        with pytest.raises(RequestRefusedError) as told:
            hand_in(year, deed, working(year) if counter else None)
        codes.append(told.value.code)
    assert codes == ["act.not-appointed", "act.not-your-turn", "act.wrong-content"]
    assert list_requests(year.desk, BOOK, None) == []
    assert whole_book(year.desk) == before


def test_a_refusal_that_the_person_hears_at_the_counter_leaves_no_trace(year: Shijing) -> None:
    def refused() -> Exception:
        return RequestRefusedError("act.not-your-turn", {"act": "targets.file"}, [])

    with pytest.raises(RequestRefusedError):
        hand_in(year, filing(year), working(year, refused))
    assert list_requests(year.desk, BOOK, None) == []
    assert records(year, "request.refused") == []


def test_a_key_that_nothing_can_be_sent_under_is_refused_and_not_received(year: Shijing) -> None:
    order = Extend(
        department=DEPARTMENT, matter="targets", due="2020-11-16", document="示财绩〔2020〕3号", reason="0" * 64
    )
    for sending in (
        reception(year).order(BOOK, "extend/２０２０-１１-１６", PEOPLE["office"], order),
        reception(year).act(BOOK, DEPARTMENT, "石井/targets/1", filing(year)),
        Afterwards(year.desk, 0).act(BOOK, DEPARTMENT, "k" * 201, filing(year)),
    ):
        with pytest.raises(RequestRefusedError, match=r"request\.bad-key"):
            asyncio.run(sending)
    assert list_requests(year.desk, BOOK, None) == []


def test_the_same_words_again_keep_the_moment_of_the_first_receipt(year: Shijing, at: Callable[[str], None]) -> None:
    received(year, filing(year))
    at(NEXT_DAY)
    assert received(year, filing(year)).params["received_at"] == LAST_MINUTE


def test_another_content_under_a_key_that_waits_is_a_conflict(year: Shijing) -> None:
    received(year, filing(year))
    other = filing(year).model_copy(update={"content": year.filing("targets.file").model_copy(update={"lists": {}})})
    with pytest.raises(RequestRefusedError) as told:
        hand_in(year, other)
    assert (told.value.code, told.value.params["received_at"]) == ("inbox.conflict", LAST_MINUTE)
