"""A department's year on the real server: what is refused leaves no event, what is done is done once."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.handle_act import handle_act
from activities.signatures import ActCall
from app.counter import Counter, OutcomeUnknownError
from app.errors import RequestRefusedError
from audit.errors import IdempotencyConflictError
from audit.replay import replay
from models.commands import Act, Answer, Deed
from models.ledger import LedgerRecord
from tests.support.locked import locked
from tests.support.refusals import Refusal, whole_book
from tests.support.shijing import turn_of
from workflows import options
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from temporalio.client import WorkflowHandle

    from models.receipts import Receipt
    from tests.support.running_bureau import Bureau

    Year = WorkflowHandle[DepartmentYear, None]

pytestmark = pytest.mark.slow


def do(bureau: Bureau, department: str, request: str, deed: Deed) -> Receipt:
    return bureau.run(bureau.counter.act(bureau.book, department, request, deed))


def events(bureau: Bureau, year: Year) -> int:
    async def count() -> int:
        return len((await year.fetch_history()).events)

    return bureau.run(count())


@contextmanager
def refused(bureau: Bureau, year: Year, code: str) -> Iterator[Refusal]:
    """Fail unless the block is refused by the validator: no event in the history, no record in the book."""
    before = whole_book(bureau.desk), events(bureau, year)
    told = Refusal()
    with pytest.raises(RequestRefusedError) as error:
        yield told
    assert error.value.code == code
    told.params = error.value.params
    assert (whole_book(bureau.desk), events(bureau, year)) == before


def records_of(bureau: Bureau, department: str) -> list[tuple[str, str]]:
    """Kind and key; not what the book doubts, for all departments here file the same targets."""
    with bureau.desk.reading() as session:
        query = select(LedgerRecord).where(
            col(LedgerRecord.subject_department) == department, col(LedgerRecord.kind) != "targets.doubted"
        )
        return [(record.kind, record.key) for record in session.exec(query.order_by(col(LedgerRecord.sequence)))]


# -- refused before anything happens ------------------------------------------------------------------------------


def test_an_act_of_another_course_leaves_neither_event_nor_record(bureau: Bureau) -> None:
    year = bureau.take_in("wrong-course")
    with refused(bureau, year, "act.wrong-course") as told:
        do(bureau, "wrong-course", "r", bureau.answer("monitoring.accept"))
    assert told.params == {"act": "monitoring.accept", "course": "targets", "wanted": "monitoring"}


def test_an_answer_before_the_filing_leaves_neither_event_nor_record(bureau: Bureau) -> None:
    year = bureau.take_in("wrong-turn")
    with refused(bureau, year, "act.not-your-turn") as told:
        do(bureau, "wrong-turn", "r", bureau.answer("targets.approve"))
    assert told.params["allowed"] == "targets.file, collection.ask"


def test_an_act_that_nobody_knows_leaves_neither_event_nor_record(bureau: Bureau) -> None:
    year = bureau.take_in("unknown-act")
    with refused(bureau, year, "act.unknown"):
        do(bureau, "unknown-act", "r", bureau.answer("targets.admire"))


def test_what_claims_to_be_received_in_the_future_is_refused(bureau: Bureau) -> None:
    year = bureau.take_in("future")

    async def ahead(book: str, department: str) -> datetime:
        return await bureau.counter.domain_clock(book, department) + timedelta(minutes=30)

    fast = Counter(bureau.client, bureau.desk, ahead)
    with refused(bureau, year, "act.from-the-future") as told:
        bureau.run(fast.act(bureau.book, "future", "r", bureau.filing()))
    assert told.params["received_at"] == "2020-10-20T02:30:00.000000Z"


def test_between_two_phases_nothing_is_open_and_the_targets_are_locked(bureau: Bureau) -> None:
    year = bureau.take_in("between")
    do(bureau, "between", "between/file", bureau.filing())
    do(bureau, "between", "between/approve", bureau.answer("targets.approve"))
    bureau.run(_next_run(year))
    early = bureau.filing().model_copy(update={"act": "monitoring.file", "matter": "monitoring"})
    with refused(bureau, year, "phase.not-open") as told:
        do(bureau, "between", "between/early", early)
    assert told.params == {"phase": "monitoring", "matter": "monitoring", "department": "between"}
    with refused(bureau, year, "act.locked") as told:
        do(bureau, "between", "between/again", bureau.filing())
    assert told.params == {"act": "targets.file", "matter": "targets", "instead": "adjustment.file"}


def test_a_department_without_a_year_is_refused(bureau: Bureau) -> None:
    before = whole_book(bureau.desk)
    with pytest.raises(RequestRefusedError) as told:
        do(bureau, "nowhere", "r", bureau.filing())
    assert told.value.code == "year.not-running"
    assert whole_book(bureau.desk) == before


# -- refused by the ledger ----------------------------------------------------------------------------------------


def test_a_refusal_by_the_ledger_comes_through_with_every_fault_and_the_year_goes_on(bureau: Bureau) -> None:
    bureau.take_in("faulty")
    good = bureau.filing()
    lists = {**dict(getattr(good.content, "lists", {})), "tasks": []}
    bad = good.model_copy(update={"content": good.content.model_copy(update={"lists": lists})})
    before = whole_book(bureau.desk)
    with pytest.raises(RequestRefusedError) as told:
        do(bureau, "faulty", "faulty/1", bad)
    assert told.value.code == "facts.malformed"
    assert [code for code, _ in told.value.problems] == ["facts.unknown-task"] * 25
    assert whole_book(bureau.desk) == before
    assert turn_of(do(bureau, "faulty", "faulty/2", good), "targets").state == "filed"


def test_a_request_that_was_refused_may_be_sent_again_once_its_reason_is_gone(bureau: Bureau) -> None:
    bureau.take_in("retried")
    stranger = bureau.filing().model_copy(update={"actor": "p-000000000000000000000099"})
    with pytest.raises(RequestRefusedError) as told:
        do(bureau, "retried", "retried/1", stranger)
    assert told.value.code == "act.not-appointed"
    # The refusal wrote nothing, so the key is still free.
    assert do(bureau, "retried", "retried/1", bureau.filing()).days_late == 0


# -- done once ------------------------------------------------------------------------------------------------------


def test_a_key_seen_again_after_the_phase_has_moved_on_gives_the_first_receipt(bureau: Bureau) -> None:
    year = bureau.take_in("moved-on")
    first = do(bureau, "moved-on", "moved-on/file", bureau.filing())
    do(bureau, "moved-on", "moved-on/approve", bureau.answer("targets.approve"))
    bureau.run(_next_run(year))
    before = whole_book(bureau.desk)
    assert do(bureau, "moved-on", "moved-on/file", bureau.filing()) == first
    with pytest.raises(IdempotencyConflictError):
        do(bureau, "moved-on", "moved-on/file", bureau.answer("targets.return"))
    assert whole_book(bureau.desk) == before


def test_the_same_request_sent_twice_at_once_is_done_once(bureau: Bureau) -> None:
    bureau.take_in("doubled")

    async def both() -> list[Receipt]:
        sending = [bureau.counter.act(bureau.book, "doubled", "doubled/file", bureau.filing()) for _ in range(2)]
        return list(await asyncio.gather(*sending))

    first, second = bureau.run(both())
    assert first == second
    assert [kind for kind, _ in records_of(bureau, "doubled")][-2:] == ["phase.opened", "targets.filed"]


def test_two_people_at_once_and_one_of_them_is_too_late(bureau: Bureau) -> None:
    bureau.take_in("contested")
    do(bureau, "contested", "contested/file", bureau.filing())
    other = bureau.second_reviewer()
    deeds = {
        "contested/approve": bureau.answer("targets.approve"),
        "contested/return": Deed(actor=other, act="targets.return", matter="targets", content=Answer(opinion="0" * 64)),
    }

    async def both() -> list[Receipt | BaseException]:
        sending = [bureau.counter.act(bureau.book, "contested", key, deed) for key, deed in deeds.items()]
        return list(await asyncio.gather(*sending, return_exceptions=True))

    answers = dict(zip(deeds, bureau.run(both()), strict=True))
    (lost,) = [key for key, answer in answers.items() if isinstance(answer, BaseException)]
    error = answers[lost]
    assert isinstance(error, RequestRefusedError)
    # Whoever comes after the return finds the turn passed on; whoever comes after the approval finds the lock.
    assert error.code == ("act.locked" if lost == "contested/return" else "act.not-your-turn")
    won = next(key for key in deeds if key != lost)
    assert records_of(bureau, "contested")[-1][1] == won


# -- when the database is away ------------------------------------------------------------------------------------


def test_an_act_is_done_when_the_database_is_free_again(bureau: Bureau) -> None:
    bureau.take_in("waiting")

    async def send_into_the_lock(lock: sqlite3.Connection) -> Receipt:
        sending = asyncio.create_task(bureau.counter.act(bureau.book, "waiting", "waiting/file", bureau.filing()))
        await asyncio.sleep(1)
        assert not sending.done()
        lock.execute("ROLLBACK")
        return await sending

    with locked(bureau.settings.database) as lock:
        receipt = bureau.run(send_into_the_lock(lock))
    assert receipt.days_late == 0
    assert records_of(bureau, "waiting")[-1] == ("targets.filed", "waiting/file")


def test_an_unknown_outcome_is_cleared_up_by_sending_the_same_key_again(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = bureau.take_in("exhausted")
    monkeypatch.setitem(options.FOR_PEOPLE, "schedule_to_close_timeout", timedelta(seconds=1))
    with locked(bureau.settings.database), pytest.raises(OutcomeUnknownError) as told:
        do(bureau, "exhausted", "exhausted/file", bureau.filing())
    assert (told.value.code, told.value.params) == ("outcome.unknown", {"request": "exhausted/file"})
    assert records_of(bureau, "exhausted")[-1][0] == "phase.opened"
    receipt = do(bureau, "exhausted", "exhausted/file", bureau.filing())
    assert records_of(bureau, "exhausted")[-1] == ("targets.filed", "exhausted/file")
    assert do(bureau, "exhausted", "exhausted/file", bureau.filing()) == receipt
    standing = bureau.run(year.query(DepartmentYear.standing))
    assert standing == receipt.turns


def test_a_lost_answer_is_found_in_the_ledger(bureau: Bureau) -> None:
    """The record was written and nobody heard of it, not even the workflow."""
    year = bureau.take_in("lost")
    written = _behind_the_workflows_back(bureau, "lost")
    assert bureau.run(year.query(DepartmentYear.standing)) != written.turns
    assert do(bureau, "lost", "lost/file", bureau.filing()) == written


def test_the_book_that_all_this_was_written_in_replays(bureau: Bureau) -> None:
    assert replay(bureau.desk.engine, bureau.book).mismatches == ()


async def _next_run(year: Year) -> None:
    """Wait until the phase that was done has given way to the next."""
    async with asyncio.timeout(10):
        while "targets" in {turn.matter for turn in await year.query(DepartmentYear.standing)}:  # noqa: ASYNC110  # only a query tells
            await asyncio.sleep(0.02)


def _behind_the_workflows_back(bureau: Bureau, department: str) -> Receipt:
    deed, at = bureau.filing(), "2020-10-20T02:00:00.000000Z"
    act = Act(request=f"{department}/file", received_at=at, deed=deed)
    call = ActCall(book=bureau.book, epoch=1, department=department, happened_at=at, act=act)
    return handle_act(bureau.desk, call)
