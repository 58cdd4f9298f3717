"""What an entry is made of, and what is refused while it is made."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.entry import Entry
from audit.errors import AuditError
from models.ledger import AppendedRecord, LedgerRecord
from models.payloads import BookOpened, CycleResumed
from models.tables import table_of
from tests.support.clock import STARTS
from tests.support.shijing import BOOK, PEOPLE

if TYPE_CHECKING:
    from tests.support.shijing import Shijing

OPENED = BookOpened(
    bureau="b", name="名", year=2021, kind="real", shift_seconds=0, calendar={}, officers=(), opened_on="2021-01-04"
)


def opening(payload: BookOpened = OPENED) -> Entry:
    return Entry(kind="book.opened", key="first", actor="system", role="system", happened_at=STARTS, payload=payload)


def test_an_entry_has_the_canonical_bytes_of_its_payload_and_their_digest() -> None:
    entry = opening()
    assert entry.raw.startswith(b'{"bureau":"b","calendar":{},"kind":"real","name":"\xe5\x90\x8d"')
    assert entry.digest == sha256(entry.raw).digest()


def test_an_entry_that_says_something_else_has_other_bytes() -> None:
    entry = opening()
    other = replace(entry, payload=OPENED.model_copy(update={"name": "号"}))
    assert (other.raw, other.digest) == (entry.raw.replace("名".encode(), "号".encode()), sha256(other.raw).digest())
    assert replace(entry, key="second").raw == entry.raw


def test_an_entry_that_holds_a_float_cannot_be_made() -> None:
    with pytest.raises(AuditError) as refused:
        opening(OPENED.model_copy(update={"calendar": {"days": [88.4]}}))
    assert (refused.value.code, refused.value.params["place"]) == ("payload.float", "payload.calendar.days.0")


def test_what_is_appended_is_what_stands_in_the_ledger(shijing: Shijing) -> None:
    assert AppendedRecord._fields == tuple(column.name for column in table_of(LedgerRecord).columns)
    with shijing.desk.writing(BOOK, 1) as book:
        record = book.append(
            Entry(
                kind="cycle.resumed",
                key="again",
                actor=PEOPLE["security"],
                role="security-officer",
                happened_at=STARTS,
                payload=CycleResumed(epoch=1, resumption="again"),
            )
        )
    with shijing.desk.reading() as session:
        stored = session.exec(select(LedgerRecord).where(col(LedgerRecord.key) == "again")).one()
    assert record._asdict() == stored.model_dump()
