"""The short way of hashing plain columns gives what the description gives, and so does the long way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.verifier.record import Record
from tests.audit.verifier.plain_ledger import chained, digest, records

if TYPE_CHECKING:
    from tests.audit.verifier.plain_ledger import PlainLedger

MANY = 150


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x" * 126,
        "x" * 127,
        "x" * 128,
        "x" * 300,
        "石井街",
        "石" * 43,
        "\x7f",
        "\x80",
        "a\0b",
        None,
        0,
        2**62,
        -1,
        1.5,
    ],
)
def test_a_column_of_any_length_and_alphabet_is_hashed_as_described(value: object) -> None:
    row = {**records(1)[0], "actor": value}
    assert Record(**row).digest() == digest(row)


def test_records_that_lie_in_another_order_than_they_are_numbered_are_read_by_their_numbers(
    ledger: PlainLedger,
) -> None:
    ledger.sql("UPDATE ledger SET rowid = rowid + 100 WHERE sequence = 3")
    assert ledger.found() == []


def test_a_text_that_is_not_utf8_far_into_a_book_loses_no_record_before_or_after_it(ledger: PlainLedger) -> None:
    rows = chained(records(MANY))
    ledger.replace(rows)
    ledger.head(rows[-1], rows)
    before = ledger.verify().books[0]
    ledger.sql("UPDATE ledger SET actor = CAST(x'ff61' AS TEXT) WHERE sequence = 100")
    after = ledger.verify().books[0]
    assert (before.count, after.count) == (MANY, MANY)
    assert ("altered", 100) not in [(one.kind, one.sequence) for one in before.damages]
    assert ("altered", 100) in [(one.kind, one.sequence) for one in after.damages]
