"""The service was down: one order puts off what was due within, by one extension for each act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.errors import IdempotencyConflictError
from audit.verifier.verify_books import verify
from models.date_orders import RecordOutage
from models.ledger import LedgerRecord
from models.projections import Alert, Extension
from tests.support.refusals import refused, whole_book
from tests.support.shijing import BOOK, DEPARTMENT, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.signatures import OrderResult
    from tests.support.shijing import Shijing

DOCUMENT = "示财信〔2022〕2号"


def down(first: str = "2022-03-17", last: str = "2022-03-18", **words: str) -> RecordOutage:
    reason = words.get("reason", "a" * 64)
    return RecordOutage(from_day=first, to_day=last, document=words.get("document", DOCUMENT), reason=reason)


def record(year: Shijing, order: RecordOutage, day: str = "2022-03-20", request: str = "outage") -> OrderResult:
    return year.order(request, order, day=day)


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The self-evaluation is awaited until 18 March 2022 and overdue."""
    return before("self-evaluation.file")


def test_what_was_due_within_is_due_as_many_working_days_after_it(year: Shijing) -> None:
    result = record(year, down())
    assert [(one.matter, one.due_before, one.due) for one in result.receipt.moved] == [
        ("self-evaluation", "2022-03-18", "2022-03-22")
    ]
    assert [turn.awaited.due for turn in result.news[0].turns if turn.awaited] == ["2022-03-22"]
    filed = year.act(
        "self-evaluation",
        "self-evaluation.file",
        year.filing("self-evaluation.file"),
        "filler",
        local("2022-03-22", "23:59"),
    )
    assert filed.days_late == 0
    assert year.replayed().mismatches == ()
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok


def test_every_extension_names_the_outages_document_and_the_one_who_ordered_it(year: Shijing) -> None:
    record(year, down())
    with year.desk.reading() as session:
        extension = session.exec(select(Extension)).one()
        kinds = session.exec(select(LedgerRecord.kind).order_by(col(LedgerRecord.sequence).desc()).limit(2)).all()
        told = session.exec(select(Alert).where(col(Alert.kind) == "extended")).one()
    assert (extension.document, extension.due_before, extension.due) == (DOCUMENT, "2022-03-18", "2022-03-22")
    assert list(kinds) == ["deadline.extended", "outage.recorded"]
    assert (told.to_role, told.due) == ("filler", "2022-03-22")


@pytest.mark.parametrize(("first", "last"), [("2022-03-16", "2022-03-17"), ("2022-03-19", "2022-03-20")])
def test_what_was_due_before_or_after_stays(year: Shijing, first: str, last: str) -> None:
    result = record(year, down(first, last))
    assert (result.receipt.moved, result.receipt.late, result.news) == ((), (), ())


def test_what_came_late_before_the_order_is_named_and_stays_as_it_was_judged(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    receipt = record(year, down(), "2022-03-30").receipt
    assert receipt.moved == ()
    assert [(one.department, one.matter, one.due, one.days_late) for one in receipt.late] == [
        (DEPARTMENT, "self-evaluation", "2022-03-18", 5)
    ]


def test_an_outage_that_is_not_over_is_refused(year: Shijing) -> None:
    with refused(year.desk, "outage.to-come") as told:
        record(year, down(last="2022-03-21"))
    assert told.params == {"last": "2022-03-21", "today": "2022-03-20"}


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (down("2022-03-18", "2022-03-17"), "outage.backwards"),
        (down("2022-02-30", "2022-03-17"), "deadline.bad-date"),
        (down("2002-03-17", "2022-03-17"), "deadline.days-out-of-range"),
    ],
    ids=["backwards", "no day", "twenty years"],
)
def test_days_that_are_no_outage_are_refused(year: Shijing, order: RecordOutage, code: str) -> None:
    with refused(year.desk, code):
        record(year, order)


def test_an_outage_sent_again_gets_its_first_receipt_and_other_words_are_a_conflict(year: Shijing) -> None:
    first = record(year, down()).receipt
    before = whole_book(year.desk)
    assert record(year, down()).receipt == first
    with pytest.raises(IdempotencyConflictError):
        record(year, down(document="另文"))
    assert whole_book(year.desk) == before


def test_the_same_outage_recorded_twice_gives_time_once(year: Shijing) -> None:
    record(year, down())
    assert record(year, down(), request="twice").receipt.moved == ()
