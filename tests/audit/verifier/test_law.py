from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from audit.verifier.law import Law
from audit.verifier.record import Record
from audit.verifier.verify_books import verify
from tests.audit.verifier.plain_ledger import PlainLedger, Row, canonical, chained

if TYPE_CHECKING:
    from pathlib import Path

FILER, OFFICE = "p-filer", "p-office"


def opened(ledger: PlainLedger, *rows: Row) -> None:
    """Write a book that opens by appointing its office, and goes on with these records."""
    first: Row = {**ledger.rows[0], "kind": "book.opened", "actor": "system", "role": "system"}
    officers = [{"actor": OFFICE, "role": "performance-office"}]
    opening: Row = {**first, "payload": canonical({"officers": officers, "opened_on": "2022-01-01"})}
    made = chained([opening, *({**ledger.rows[1], "sequence": 0, **row} for row in rows)])
    ledger.replace(made)
    ledger.sign(made)


def found(ledger: PlainLedger, *, chain_only: bool = False) -> list[tuple[str, int | None]]:
    """Kind and number of all damages of the folder."""
    report = verify(ledger.folder, chain_only=chain_only)
    return [(one.kind, one.sequence) for book in report.books for one in book.damages]


@pytest.fixture
def ledger(tmp_path: Path) -> PlainLedger:
    """A data folder whose book a test writes; nothing is signed before."""
    return PlainLedger(tmp_path, heads=())


def test_a_folder_is_held_against_the_law_of_the_year_like_a_bundle(ledger: PlainLedger) -> None:
    opened(ledger, {"kind": "targets.filed", "actor": FILER, "role": "filler"})
    assert found(ledger) == [("unauthorised", 2)]
    assert found(ledger, chain_only=True) == []


def test_a_folder_whose_payloads_are_all_read_names_one_that_is_written_in_another_form(ledger: PlainLedger) -> None:
    opened(ledger, {"kind": "notice.issued", "actor": OFFICE, "role": "performance-office", "payload": b'{"a" :1}'})
    assert found(ledger) == [("malformed", 2)]
    assert found(ledger, chain_only=True) == []


def test_a_report_says_whether_what_the_records_say_was_looked_at(ledger: PlainLedger) -> None:
    opened(ledger, {"kind": "notice.issued", "actor": OFFICE, "role": "performance-office"})
    judged, chained_only = verify(ledger.folder).to_data(), verify(ledger.folder, chain_only=True).to_data()
    assert (judged["ok"], judged["chain_only"]) == (True, False)
    assert (chained_only["ok"], chained_only["chain_only"]) == (True, True)
    (book,) = verify(ledger.folder).books
    assert book.law is not None
    assert set(book.law) == {0, None}


def test_the_law_is_given_up_where_too_much_is_unlawful_and_the_chain_is_read_on(ledger: PlainLedger) -> None:
    opened(ledger, *({"kind": "targets.filed", "actor": FILER, "role": "filler", "key": str(n)} for n in range(150)))
    ledger.set(140, "actor", "p-0")
    (book,) = verify(ledger.folder).books
    assert book.law is not None
    assert (book.law.until, book.complete, book.count) == (101, True, 151)
    assert [(one.kind, one.sequence) for one in book.damages[-2:]] == [("unauthorised", 101), ("altered", 140)]


def test_an_access_book_has_no_law_to_be_held_against() -> None:
    book = "guangzhou-baiyun/2021/access"
    law = Law(book)
    look: dict[str, Any] = {**dict.fromkeys(Record._fields), "kind": "data.looked", "role": "auditor", "payload": b"{}"}
    assert law.damages(Record(**look), 1) == []
    assert law.reckoned is None
