"""What was received is never unknown: it waits, is delivered once, and counts from the moment it came in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from sqlmodel import Session, col, select

import app.inbox.reception
from activities.desk import Desk
from activities.handle_act import handle_act
from activities.say_deadline import say_deadline
from activities.signatures import ActCall, DeadlineCall
from app.afterwards import Afterwards, refusing
from app.counter import NothingRunsError, OutcomeUnknownError
from app.errors import OutageError, RequestRefusedError
from app.inbox.own import acknowledge, list_requests, show_request, withdraw
from app.inbox.reception import Reception, StillWaitingError
from app.inbox.relay import deliver_waiting
from app.inbox.settle import refuse
from audit.append import find
from audit.verifier import verify
from models.commands import Act, Answer, Deed, Extend
from models.inbox import InboxRequest
from models.ledger import LedgerRecord
from models.side_stores import Person
from models.values import instant
from tests.support.refusals import whole_book
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, Shijing, local

if TYPE_CHECKING:
    from pathlib import Path

    from app.counter import Counter
    from models.receipts import Receipt
    from tests.support.clock import StepClock

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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.slow, pytest.mark.thorough])])
def year(request: pytest.FixtureRequest) -> Shijing:
    """The targets are awaited until the sixth of November 2020."""
    if request.param == "sqlite":
        found: Shijing = request.getfixturevalue("shijing")
    else:
        found = request.getfixturevalue("shijing_on_server")
    found.open_phase("targets")
    return found


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the time at which requests come in."""

    def put(moment: str) -> None:
        monkeypatch.setattr(app.inbox.reception, "machine_clock", lambda: instant(moment))

    put(LAST_MINUTE)
    return put


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


def test_an_act_that_the_service_does_at_once_gets_its_receipt(year: Shijing) -> None:
    receipt = hand_in(year, filing(year), working(year))
    assert (row_of(year).state, row_of(year).sequence) == ("delivered", receipt.sequence)
    assert hand_in(year, filing(year)) == receipt


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


def refused_later(year: Shijing) -> LedgerRecord:
    """Received while no service ran; by the time it is delivered somebody else has filed the targets."""
    received(year, filing(year))
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", LAST_MINUTE, "other")
    relay(working(year))
    (record,) = records(year, "request.refused")
    return record


def test_a_refusal_found_later_is_on_the_record_with_the_moment_of_the_attempt(year: Shijing) -> None:
    record = refused_later(year)
    said = json.loads(record.payload)
    assert (record.received_at, record.actor, record.subject_department) == (LAST_MINUTE, "system", DEPARTMENT)
    assert (said["request"], said["actor"], said["code"]) == (KEY, PEOPLE["filler"], "act.not-your-turn")
    relay(working(year))
    assert len(records(year, "request.refused")) == 1
    assert not year.replayed().mismatches


def test_a_refusal_found_later_is_a_task_until_it_is_acknowledged(year: Shijing) -> None:
    refused_later(year)
    (task,) = list_requests(year.desk, BOOK, None, refused=True)
    assert (task.row.said, task.params["act"]) == ("act.not-your-turn", "targets.file")
    with pytest.raises(RequestRefusedError, match=r"inbox\.not-yours"):
        acknowledge(year.desk, BOOK, KEY, login_of(year, "reviewer"))
    acknowledge(year.desk, BOOK, KEY, login_of(year, "filler"))
    assert list_requests(year.desk, BOOK, None, refused=True) == []


def test_a_refusal_found_later_is_closed_by_what_is_sent_in_its_place(year: Shijing) -> None:
    refused_later(year)
    year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", NEXT_DAY, "returned")
    hand_in(year, filing(year), working(year), "corrected")
    assert list_requests(year.desk, BOOK, None, refused=True) == []
    assert row_of(year).state == "refused"


def test_what_was_typed_does_not_reach_the_chain_with_a_refusal(year: Shijing) -> None:
    received(year, filing(year))
    typed = {"act": "targets.file", "given": "张三的电话"}
    error = RequestRefusedError("facts.malformed", typed, [("facts.missing", {"input": "张三的电话", "at": ""})])
    refuse(year.desk, row_of(year), error)
    (record,) = records(year, "request.refused")
    assert "张三" not in record.payload.decode()
    assert json.loads(record.payload)["problems"] == ["facts.missing"]
    (task,) = list_requests(year.desk, BOOK, None, refused=True)
    assert task.params == typed


def test_an_id_that_was_typed_and_names_nothing_does_not_reach_the_chain_either(year: Shijing) -> None:
    received(year, filing(year))
    typed = "wangwu-440111199001010011"
    names = ("act", "allowed", "count", "course", "department", "due", "matter", "phase", "role", "row", "sequence")
    refuse(year.desk, row_of(year), RequestRefusedError("row.unknown", dict.fromkeys((*names, "state"), typed), []))
    (record,) = records(year, "request.refused")
    assert json.loads(record.payload)["params"] == {}


def test_what_the_book_knows_is_said_in_the_chain(year: Shijing) -> None:
    received(year, filing(year))
    said = {"act": "targets.file", "allowed": "targets.approve, targets.return", "state": "filed", "due": "2020-11-06"}
    said |= {"department": DEPARTMENT, "matter": "targets", "row": "performance-rules", "sequence": "12"}
    refuse(year.desk, row_of(year), RequestRefusedError("act.not-your-turn", said, []))
    (record,) = records(year, "request.refused")
    assert json.loads(record.payload)["params"] == said


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


def test_a_book_with_a_refused_request_verifies(shijing: Shijing, data: Path) -> None:
    shijing.open_phase("targets")
    refused_later(shijing)
    assert verify(data, (BOOK,)).ok


def login_of(year: Shijing, who: str) -> str:
    with year.desk.reading() as session:
        person = session.get(Person, PEOPLE[who])
    assert person is not None
    return person.login
