"""The counter asks the ledger first, stamps what comes in, and gives every answer of the workflow a meaning."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from app import counter as module
from app.counter import Counter, OutcomeUnknownError
from app.errors import AppError, RequestRefusedError
from audit.errors import IdempotencyConflictError
from models.commands import Answer, Deed, Enrol
from models.receipts import Receipt
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local, rubric_file, turn_of
from workflows.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.shijing import Shijing

NOW = datetime(2020, 11, 3, 7, 20, tzinfo=UTC)
RECEIPT = Receipt(book=BOOK, sequence=9, hash="0" * 64, recorded_at="2026-01-06T01:00:00.000000Z")
APPROVE = Deed(actor=PEOPLE["reviewer"], act="targets.approve", matter="targets", content=Answer())


class Answering:
    """Stands in for Temporal: remembers what was sent and answers as it was told to."""

    def __init__(self, answer: Callable[[], Awaitable[Receipt]]) -> None:
        self.answer = answer
        self.sent: list[tuple[str, Any]] = []
        self.workflow = ""

    def get_workflow_handle_for(self, _run: object, workflow_id: str) -> Answering:
        self.workflow = workflow_id
        return self

    async def execute_update(self, _update: object, content: object, **options: str) -> Receipt:
        self.sent.append((options["id"], content))
        return await self.answer()


async def _receipt() -> Receipt:
    return RECEIPT


def failing(error: BaseException) -> Callable[[], Awaitable[Receipt]]:
    async def answer() -> Receipt:
        raise error

    return answer


def counter_at(year: Shijing, answer: Callable[[], Awaitable[Receipt]]) -> tuple[Counter, Answering]:
    async def now(_book: str, _department: str) -> datetime:
        return NOW

    temporal = Answering(answer)
    return Counter(cast("Client", temporal), year.desk, now), temporal


def sent(year: Shijing, answer: Callable[[], Awaitable[Receipt]], request: str = "r") -> Receipt:
    return asyncio.run(counter_at(year, answer)[0].act(BOOK, DEPARTMENT, request, APPROVE))


def test_an_act_is_stamped_with_domain_time_and_sent_to_the_departments_year(shijing: Shijing) -> None:
    counter, temporal = counter_at(shijing, _receipt)
    assert asyncio.run(counter.act(BOOK, DEPARTMENT, "r", APPROVE)) == RECEIPT
    ((_, act),) = temporal.sent
    assert temporal.workflow == f"{BOOK}/department/{DEPARTMENT}"
    assert (act.request, act.deed) == ("r", APPROVE)
    assert act.received_at == "2020-11-03T07:20:00.000000Z"


def test_an_order_is_stamped_and_sent_to_the_bureaus_cycle(shijing: Shijing) -> None:
    counter, temporal = counter_at(shijing, _receipt)
    order = Enrol(department="tonghe", name="同和", rubric_hash=rubric_file().hash)
    assert asyncio.run(counter.order(BOOK, "r", PEOPLE["office"], order)) == RECEIPT
    ((_, sent_order),) = temporal.sent
    assert temporal.workflow == f"{BOOK}/cycle"
    assert (sent_order.order, sent_order.received_at) == (order, "2020-11-03T07:20:00.000000Z")


def test_a_refusal_comes_with_its_code_its_blanks_and_every_single_fault(shijing: Shijing) -> None:
    faults = [("facts.missing", {"input": "a"}), ("facts.missing", {"input": "b"})]
    error = WorkflowUpdateFailedError(refusal("facts.malformed", {"count": "2"}, faults))
    with pytest.raises(RequestRefusedError) as told:
        sent(shijing, failing(error))
    assert (told.value.code, told.value.params, told.value.problems) == ("facts.malformed", {"count": "2"}, faults)


def test_an_act_that_nobody_could_carry_out_in_time_has_an_unknown_outcome(shijing: Shijing) -> None:
    error = WorkflowUpdateFailedError(refusal("outcome.unknown", {"activity": "handle_act"}))
    with pytest.raises(OutcomeUnknownError) as told:
        sent(shijing, failing(error))
    assert (told.value.code, told.value.params) == ("outcome.unknown", {"request": "r"})


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        WorkflowUpdateRPCTimeoutOrCancelledError(),
        RPCError("away", RPCStatusCode.UNAVAILABLE, b""),
        RPCError("slow", RPCStatusCode.DEADLINE_EXCEEDED, b""),
    ],
    ids=lambda error: f"{type(error).__name__} {error}",
)
def test_an_engine_that_does_not_answer_leaves_the_outcome_unknown(shijing: Shijing, error: Exception) -> None:
    with pytest.raises(OutcomeUnknownError) as told:
        sent(shijing, failing(error))
    assert told.value.params == {"request": "r"}


def test_a_clock_that_nobody_answers_leaves_the_outcome_unknown(shijing: Shijing) -> None:
    async def away(_book: str, _department: str) -> datetime:
        raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")

    temporal = Answering(_receipt)
    counter = Counter(cast("Client", temporal), shijing.desk, away)
    with pytest.raises(OutcomeUnknownError):
        asyncio.run(counter.act(BOOK, DEPARTMENT, "r", APPROVE))
    assert temporal.sent == []


def test_whoever_is_cancelled_while_waiting_is_cancelled(shijing: Shijing) -> None:
    async def as_the_client_does() -> Receipt:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError as error:
            raise WorkflowUpdateRPCTimeoutOrCancelledError from error
        return RECEIPT

    async def cancelled() -> None:
        waiting = asyncio.create_task(counter_at(shijing, as_the_client_does)[0].act(BOOK, DEPARTMENT, "r", APPROVE))
        await asyncio.sleep(0.1)
        waiting.cancel()
        await waiting

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())


def test_waiting_has_an_end(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never() -> Receipt:
        await asyncio.Event().wait()
        return RECEIPT

    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    with pytest.raises(OutcomeUnknownError):
        sent(shijing, never)


def test_a_year_that_does_not_run_is_a_refusal(shijing: Shijing) -> None:
    with pytest.raises(RequestRefusedError) as told:
        sent(shijing, failing(RPCError("none", RPCStatusCode.NOT_FOUND, b"")))
    assert (told.value.code, told.value.params) == ("year.not-running", {"request": "r"})


@pytest.mark.parametrize("cause", [ApplicationError("no type"), ValueError("cannot decode")])
def test_a_request_that_the_workflow_cannot_read_is_said_to_be_so(shijing: Shijing, cause: Exception) -> None:
    with pytest.raises(AppError) as told:
        sent(shijing, failing(WorkflowUpdateFailedError(cause)))
    assert told.value.code == "request.undecodable"
    assert told.value.params == {"request": "r", "said": str(cause)}


def test_a_key_that_stands_in_the_ledger_is_answered_from_there(shijing: Shijing) -> None:
    first = _filed(shijing)
    counter, temporal = counter_at(shijing, failing(AssertionError("nobody may be asked")))
    deed = _filing(shijing)
    assert asyncio.run(counter.act(BOOK, DEPARTMENT, "filed", deed)) == first
    assert temporal.sent == []


def test_a_key_that_stands_for_something_else_is_a_conflict_before_anything_is_sent(shijing: Shijing) -> None:
    _filed(shijing)
    counter, temporal = counter_at(shijing, failing(AssertionError("nobody may be asked")))
    with pytest.raises(IdempotencyConflictError) as told:
        asyncio.run(counter.act(BOOK, DEPARTMENT, "filed", APPROVE))
    assert told.value.params["key"] == "filed"
    assert temporal.sent == []


def test_a_refusal_that_another_sending_of_the_same_request_caused_becomes_its_receipt(shijing: Shijing) -> None:
    """Both were sent at once: the other one was done in between, and the phase is not open to it any more."""

    async def answer() -> Receipt:
        _filed(shijing)
        raise WorkflowUpdateFailedError(refusal("act.not-your-turn", {"act": "targets.file"}))

    counter, _ = counter_at(shijing, answer)
    deed = _filing(shijing)
    receipt = asyncio.run(counter.act(BOOK, DEPARTMENT, "filed", deed))
    assert turn_of(receipt, "targets").state == "filed"


def _filing(year: Shijing) -> Deed:
    content = year.filing("targets.file")
    return Deed(actor=PEOPLE["filler"], act="targets.file", matter="targets", content=content)


def _filed(year: Shijing) -> Receipt:
    year.open_phase("targets")
    return year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-03"), "filed")


# -- when no cycle runs -------------------------------------------------------------------------------------------

GONE = RPCError("none", RPCStatusCode.NOT_FOUND, b"")


def ordered(year: Shijing, request: str, department: str = "tonghe") -> Receipt:
    order = Enrol(department=department, name="同和", rubric_hash=rubric_file().hash)
    return asyncio.run(counter_at(year, failing(GONE))[0].order(BOOK, request, PEOPLE["office"], order))


def test_an_order_for_a_book_that_nobody_runs_is_refused_in_those_words(shijing: Shijing) -> None:
    with refused(shijing.desk, "book.not-running") as told:
        ordered(shijing, "r")
    assert told.params == {"book": BOOK}


def test_an_order_for_a_book_that_has_ended_is_refused_in_those_words(played: Shijing) -> None:
    with refused(played.desk, "book.concluded") as told:
        ordered(played, "r")
    assert told.params == {"book": BOOK}


def test_an_order_that_stands_in_the_ledger_gets_its_receipt_also_when_the_book_has_ended(shijing: Shijing) -> None:
    first = shijing.order("r", shijing.enrolment("tonghe", "同和")).receipt
    shijing.play()
    assert ordered(shijing, "r") == first
    with pytest.raises(RequestRefusedError, match=r"ledger\.idempotency-conflict"):
        ordered(shijing, "r", "tongde")
