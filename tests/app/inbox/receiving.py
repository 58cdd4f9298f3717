"""Requests of a department that come in while a service works, fails or is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest
from sqlmodel import col, select

from activities.desk import Desk
from activities.handle_act import handle_act
from activities.say_deadline import say_deadline
from activities.signatures import ActCall, DeadlineCall
from app.afterwards import refusing
from app.counter import NothingRunsError, OutcomeUnknownError
from app.errors import RequestRefusedError
from app.inbox.own import show_request
from app.inbox.reception import Reception, StillWaitingError
from app.inbox.relay import deliver_waiting
from models.commands import Act, Deed
from models.ledger import LedgerRecord
from models.side_stores import Person
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, Shijing, local

if TYPE_CHECKING:
    from app.counter import Counter
    from models.inbox import InboxRequest
    from models.receipts import Receipt


KEY = "shijing/targets/1"
DUE = "2020-11-06"
LAST_MINUTE = local(DUE, "23:59")
NEXT_DAY = local("2020-11-07", "09:00")


@dataclass
class Working:
    """Stands in for the counter of a service: does what it is sent, unless it is told to fail."""

    desk: Desk
    year: Shijing
    now: str
    failing: Callable[[], Exception] | None = None
    sent: list[str] = field(default_factory=list)

    async def hand_in(self, book: str, department: str, sent: Act) -> Receipt:
        self.sent.append(sent.request)
        if self.failing is not None:
            raise self.failing()
        call = ActCall(book=book, epoch=1, department=department, happened_at=self.now, act=sent)
        with refusing():
            return handle_act(self.year.desk, call)


def away() -> Exception:
    return OutcomeUnknownError("outcome.unknown", request=KEY)


def not_running() -> Exception:
    return NothingRunsError("year.not-running", {"request": KEY}, [])


def stale() -> Exception:
    return RequestRefusedError("ledger.stale-epoch", {"book": BOOK, "wanted": "2", "given": "1"}, [])


def working(year: Shijing, failing: Callable[[], Exception] | None = None) -> Working:
    return Working(year.desk, year, NEXT_DAY, failing)


def reception(year: Shijing, counter: Working | None = None, wait_seconds: int = 5) -> Reception:
    async def dial() -> Counter:
        return cast("Counter", counter)

    return Reception(year.desk, 0, None if counter is None else dial, wait_seconds)


def filing(year: Shijing) -> Deed:
    return Deed(actor=PEOPLE["filler"], act="targets.file", matter="targets", content=year.filing("targets.file"))


def hand_in(year: Shijing, deed: Deed, counter: Working | None = None, key: str = KEY) -> Receipt:
    return asyncio.run(reception(year, counter).act(BOOK, DEPARTMENT, key, deed))


def received(year: Shijing, deed: Deed, counter: Working | None = None, key: str = KEY) -> StillWaitingError:
    with pytest.raises(StillWaitingError) as told:
        hand_in(year, deed, counter, key)
    return told.value


def relay(counter: Working) -> None:
    asyncio.run(deliver_waiting(cast("Counter", counter)))


def row_of(year: Shijing, key: str = KEY) -> InboxRequest:
    return show_request(year.desk, BOOK, key).row


def records(year: Shijing, kind: str) -> list[LedgerRecord]:
    with year.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.kind) == kind).order_by(col(LedgerRecord.sequence))
        return list(session.exec(query))


def said_overdue(year: Shijing) -> bool:
    call = DeadlineCall(
        book=BOOK,
        epoch=1,
        department=DEPARTMENT,
        matter="targets",
        happened_at=local("2020-11-07", "00:00"),
        act="targets.file",
        role="filler",
        due=DUE,
        kind="overdue",
        days=1,
    )
    return say_deadline(year.desk, call)


def refused_later(year: Shijing) -> LedgerRecord:
    """Received while no service ran; by the time it is delivered somebody else has filed the targets."""
    received(year, filing(year))
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", LAST_MINUTE, "other")
    relay(working(year))
    (record,) = records(year, "request.refused")
    return record


def login_of(year: Shijing, who: str) -> str:
    with year.desk.reading() as session:
        person = session.get(Person, PEOPLE[who])
    assert person is not None
    return person.login
