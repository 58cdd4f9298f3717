"""Opening a book: real ones in the machine's own time, officers whose duties are kept apart, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from activities.open_book import open_book
from activities.signatures import BookOpening
from deadlines.official import official_calendar
from models.opening import Officer, OpenBook
from models.projections import Appointment, Book
from tests.support.refusals import refused, whole_book
from tests.support.shijing import local

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk

REAL = "guangzhou-baiyun/2027/real"
PERSON, OTHER = "p-0000000000000000000000d1", "p-0000000000000000000000d2"


def opening(book: str = REAL, shift: int = 0, officers: tuple[Officer, ...] = ()) -> BookOpening:
    wanted = OpenBook(
        book=book,
        name="白云区财政局",
        shift_seconds=shift,
        calendar=official_calendar(range(2026, 2029)).to_data(),
        officers=officers or (Officer(actor=PERSON, role="security-officer"),),
        opened_on="2026-09-01",
    )
    return BookOpening(happened_at=local("2026-09-01"), opening=wanted)


@pytest.mark.parametrize("shift", [1, -1, -172800000])
def test_a_real_books_time_is_never_shifted(desk: Desk, data: Path, shift: int) -> None:
    with refused(desk, "book.shifted") as told:
        open_book(desk, opening(shift=shift))
    assert told.params == {"book": REAL, "shift": str(shift)}
    assert not (data / "heads").exists() or list((data / "heads").iterdir()) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("administrator", "security-officer"), ("security-officer", "auditor"), ("auditor", "administrator")],
)
def test_two_of_the_three_officers_in_one_person_are_refused(desk: Desk, first: str, second: str) -> None:
    officers = (Officer(actor=PERSON, role=first), Officer(actor=PERSON, role=second))
    with refused(desk, "appointment.conflict") as told:
        open_book(desk, opening(officers=officers))
    assert told.params == {"actor": PERSON, "role": second, "held": first}


def test_an_officer_with_a_role_that_is_none_is_refused(desk: Desk) -> None:
    with refused(desk, "role.unknown"):
        open_book(desk, opening(officers=(Officer(actor=PERSON, role="treasurer"),)))


@pytest.mark.parametrize(
    "book",
    ["guangzhou-baiyun/2027", "白云/2027/real", "b/1999/real", "b/2027/play", "", "b/2027/real/x", "b/2027/access"],
)
def test_a_book_id_that_is_none_is_refused(desk: Desk, book: str) -> None:
    with refused(desk, "book.bad-id") as told:
        open_book(desk, opening(book=book))
    assert told.params == {"given": book}


def test_a_real_book_opens_in_the_machines_time_with_its_officers(desk: Desk) -> None:
    officers = (Officer(actor=PERSON, role="security-officer"), Officer(actor=OTHER, role="auditor"))
    receipt = open_book(desk, opening(officers=officers))
    with desk.reading() as session:
        book = session.get_one(Book, REAL)
        second = session.get_one(Appointment, (REAL, 1, 1))
    assert (receipt.sequence, book.shift_seconds, book.kind) == (1, 0, "real")
    assert (second.actor, second.role, second.from_day) == (OTHER, "auditor", "2026-09-01")


def test_opening_twice_gives_the_first_receipt(desk: Desk) -> None:
    first = open_book(desk, opening())
    written = whole_book(desk)
    assert open_book(desk, opening()) == first
    assert whole_book(desk) == written


@pytest.mark.parametrize(
    "other",
    [
        opening(officers=(Officer(actor=OTHER, role="security-officer"),)),
        BookOpening(
            happened_at=local("2026-09-01"), opening=opening().opening.model_copy(update={"name": "黄埔区财政局"})
        ),
        BookOpening(
            happened_at=local("2026-09-01"),
            opening=opening().opening.model_copy(update={"calendar": official_calendar(range(2025, 2027)).to_data()}),
        ),
    ],
    ids=["another officer", "another name", "another calendar"],
)
def test_opening_again_with_other_words_is_a_conflict(desk: Desk, other: BookOpening) -> None:
    open_book(desk, opening())
    with refused(desk, "ledger.idempotency-conflict") as told:
        open_book(desk, other)
    assert told.params == {"book": REAL, "key": "@book/open", "sequence": "1"}


def test_opening_again_later_is_the_same_opening(desk: Desk) -> None:
    first = open_book(desk, opening())
    later = opening().model_copy(update={"happened_at": local("2026-10-01")})
    assert open_book(desk, later) == first
