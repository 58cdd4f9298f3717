"""Nothing that a record or a head says lies outside what is verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.record import record_hash
from audit.verifier.record import Record
from models.ledger import Head, LedgerRecord
from tests.support.tamper.copies import HEAD

if TYPE_CHECKING:
    from tests.support.tamper.copies import Scene

pytestmark = pytest.mark.thorough

FIELDS = list(LedgerRecord.model_fields)


def another(value: object) -> object:
    """Another value of the same type."""
    if isinstance(value, int):
        return value + 1
    return value + b" " if isinstance(value, bytes) else f"{value or ''} "


@pytest.mark.parametrize("field", [name for name in FIELDS if name != "hash"])
def test_a_change_of_any_field_of_a_record_changes_its_hash(scene: Scene, field: str) -> None:
    for row in scene.whole.rows:
        changed = {**row, field: another(row[field])}
        assert record_hash(LedgerRecord(**row)) == row["hash"]
        assert record_hash(LedgerRecord(**changed)) != row["hash"]
        assert Record(**changed).digest() == record_hash(LedgerRecord(**changed))


def test_a_field_that_is_nothing_is_hashed_unlike_one_that_is_empty(scene: Scene) -> None:
    row = scene.whole.rows[0]
    nullable = [name for name, field in LedgerRecord.model_fields.items() if not field.is_required() and name != "hash"]
    hashes = {
        record_hash(LedgerRecord(**{**row, **dict.fromkeys(nullable), name: value}))
        for name in nullable
        for value in (None, "", "x")
    }
    assert len(hashes) == 1 + 2 * len(nullable)


def test_a_text_cannot_slip_from_one_field_into_the_next(scene: Scene) -> None:
    row = scene.whole.rows[0]
    one = LedgerRecord(**{**row, "actor": "ab", "role": "c"})
    other = LedgerRecord(**{**row, "actor": "a", "role": "bc"})
    assert record_hash(one) != record_hash(other)


def test_the_verifier_reads_every_field_of_a_record_and_of_a_head() -> None:
    assert set(Record._fields) == set(LedgerRecord.model_fields)
    assert set(HEAD) == set(Head.model_fields)


@pytest.mark.parametrize("field", list(Head.model_fields))
def test_a_change_of_any_field_of_the_head_is_found(scene: Scene, field: str) -> None:
    assert scene.whole.head is not None
    scene.put(scene.whole.with_head(**{field: another(scene.whole.head[field])}))
    outcome = scene.verify()
    assert outcome.code == 1
    assert {found.kind for found in outcome.found} <= {"head-differs", "head-missing", "truncated"}
