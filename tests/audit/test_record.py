from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, select

from audit.record import record_hash
from audit.verifier.record import Record
from models.ledger import LedgerRecord
from tests.audit.verifier.plain_ledger import digest

if TYPE_CHECKING:
    from tests.support.shijing import Shijing

COLUMNS = [column for column in LedgerRecord.model_fields if column != "hash"]


def a_record() -> LedgerRecord:
    return LedgerRecord(
        book="guangzhou-baiyun/2021/real",
        sequence=7,
        happened_at="2022-03-23T09:50:00.000000Z",
        recorded_at="2026-01-05T01:00:00.000000Z",
        received_at="2022-03-23T09:49:59.999999Z",
        actor="p-1",
        role="filler",
        kind="evidence.added",
        schema_version=1,
        subject_department="shijing",
        subject_row="budget-completion",
        subject_evidence="0" * 64,
        key="shijing/1",
        epoch=1,
        payload='{"a":"绩效"}'.encode(),
        previous="0" * 64,
        hash="",
    )


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_enters_the_hash(column: str) -> None:
    record = a_record()
    before = record_hash(record)
    value = getattr(record, column)
    setattr(record, column, value + (b" " if isinstance(value, bytes) else 1 if isinstance(value, int) else " "))
    assert record_hash(record) != before


@pytest.mark.parametrize("column", ["received_at", "subject_department", "subject_row", "subject_evidence"])
def test_nothing_and_an_empty_text_are_two_things(column: str) -> None:
    none, empty = a_record(), a_record()
    setattr(none, column, None)
    setattr(empty, column, "")
    assert record_hash(none) != record_hash(empty)


def test_a_letter_cannot_move_from_one_column_to_the_next() -> None:
    one, other = a_record(), a_record()
    one.actor, one.role = "p-1f", "iller"
    assert record_hash(one) != record_hash(other)


def test_the_layout_is_fixed_for_ever() -> None:
    assert record_hash(a_record()) == PINNED


def test_writer_verifier_and_description_agree_on_every_record(played: Shijing) -> None:
    with Session(played.desk.engine) as session:
        written = list(session.exec(select(LedgerRecord)))
    assert len(written) > 30
    for record in written:
        row = record.model_dump()
        assert record.hash == record_hash(record) == Record(**row).digest() == digest(row)


PINNED = "61452858b42cd5a6002932ae477251094f08ebaf8cf91519ef67e62871a32600"
