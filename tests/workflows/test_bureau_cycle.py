"""The bureau's orders on the real server: once each, refused with their reason, free to be sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from activities.open_book import open_book
from activities.signatures import BookOpening
from app.activity_host import TASK_QUEUE
from app.counter import OutcomeUnknownError
from app.errors import RequestRefusedError
from deadlines.official import official_calendar
from models.commands import Adopt, Appoint, Enrol
from models.opening import Officer, OpenBook
from tests.support.locked import locked
from tests.support.refusals import whole_book
from tests.support.shijing import rubric_file
from workflows import options
from workflows.bureau_cycle import BureauCycle
from workflows.inputs import CycleRun
from workflows.names import cycle_id

if TYPE_CHECKING:
    from models.commands import Order
    from models.receipts import Receipt
    from tests.support.running_bureau import Bureau

pytestmark = pytest.mark.slow


def order(bureau: Bureau, request: str, wanted: Order, role: str = "performance-office") -> Receipt:
    return bureau.run(bureau.counter.order(bureau.book, request, bureau.stage.officer(role), wanted))


def enrolment(department: str) -> Enrol:
    return Enrol(department=department, name=department, rubric_hash=rubric_file().hash)


def test_an_order_sent_again_gets_its_first_receipt(bureau: Bureau) -> None:
    first = order(bureau, "again", enrolment("again"))
    before = whole_book(bureau.desk)
    assert order(bureau, "again", enrolment("again")) == first
    # The new department's phase may open meanwhile; nothing is enrolled or appointed twice.
    after = whole_book(bureau.desk)
    assert (after["department"], after["appointment"]) == (before["department"], before["appointment"])


def test_another_order_under_a_used_key_is_a_conflict(bureau: Bureau) -> None:
    order(bureau, "key", enrolment("key"))
    with pytest.raises(RequestRefusedError) as told:
        order(bureau, "key", enrolment("key-2"))
    assert told.value.code == "ledger.idempotency-conflict"
    assert told.value.params["key"] == "key"


def test_a_text_that_is_no_rubric_is_refused_with_the_line_of_its_fault(bureau: Bureau) -> None:
    before = whole_book(bureau.desk)["adopted_rubric"]
    with pytest.raises(RequestRefusedError) as told:
        order(bureau, "adopt", Adopt(yaml="schema: 1\nschema: 1", document="通知"))
    assert told.value.code == "rubric-file.malformed"
    ((code, blanks),) = told.value.problems
    assert (code, blanks["at"]) == ("yaml.duplicate-key", "rubric.yaml:2:1")
    assert whole_book(bureau.desk)["adopted_rubric"] == before


def test_a_rubric_with_faults_is_refused_with_the_place_of_each(bureau: Bureau) -> None:
    before = whole_book(bureau.desk)["adopted_rubric"]
    faulty = rubric_file().text.decode().replace("{name: 优, least: 90}", "{name: 优, least: 101}")
    with pytest.raises(RequestRefusedError) as told:
        order(bureau, "adopt-faulty", Adopt(yaml=faulty, document="通知"))
    assert told.value.code == "rubric.faulty"
    assert [(code, blanks["at"]) for code, blanks in told.value.problems] == [
        ("lint.grade-beyond", "rubric.yaml:19:22: grades.0.least")
    ]
    assert whole_book(bureau.desk)["adopted_rubric"] == before


def test_an_order_refused_for_want_of_an_appointment_succeeds_under_its_key_once_appointed(bureau: Bureau) -> None:
    newcomer = "p-000000000000000000000088"
    with pytest.raises(RequestRefusedError) as told:
        bureau.run(bureau.counter.order(bureau.book, "newcomer", newcomer, enrolment("newcomer")))
    assert told.value.code == "act.not-appointed"
    appoint = Appoint(appointee=newcomer, role="performance-office", from_day="2020-10-09")
    order(bureau, "appoint-newcomer", appoint, "security-officer")
    receipt = bureau.run(bureau.counter.order(bureau.book, "newcomer", newcomer, enrolment("newcomer")))
    assert receipt.book == bureau.book


def test_an_order_whose_outcome_is_unknown_is_sent_again_under_its_key(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as short:
        short.setitem(options.FOR_PEOPLE, "schedule_to_close_timeout", timedelta(seconds=1))
        with locked(bureau.settings.database), pytest.raises(OutcomeUnknownError):
            order(bureau, "unknown", enrolment("unknown"))
    assert "unknown" not in str(whole_book(bureau.desk)["department"])
    receipt = order(bureau, "unknown", enrolment("unknown"))
    assert order(bureau, "unknown", enrolment("unknown")) == receipt


def test_a_book_that_was_opened_with_other_words_is_not_opened_again_and_every_order_hears_why(bureau: Bureau) -> None:
    book = "guangzhou-baiyun/2022/rehearsal"
    first = OpenBook(
        book=book,
        name="白云区财政局",
        shift_seconds=0,
        calendar=official_calendar(range(2021, 2024)).to_data(),
        officers=(Officer(actor=bureau.stage.officer("security-officer"), role="security-officer"),),
        opened_on="2021-10-09",
    )
    open_book(bureau.desk, BookOpening(happened_at="2021-10-09T02:00:00.000000Z", opening=first))
    before = whole_book(bureau.desk)["book"]
    other = first.model_copy(update={"name": "黄埔区财政局"})

    async def order_at_once() -> None:
        await bureau.client.start_workflow(
            BureauCycle.run, CycleRun(opening=other), id=cycle_id(book), task_queue=TASK_QUEUE
        )
        await bureau.counter.order(book, "r", bureau.stage.officer("performance-office"), enrolment("nobody"))

    with pytest.raises(RequestRefusedError) as told:
        bureau.run(order_at_once())
    # The cycle may have ended before the order came.
    assert told.value.code in ("ledger.idempotency-conflict", "book.not-running")
    assert whole_book(bureau.desk)["book"] == before
