from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, select

from audit.canonical import canonical_bytes
from audit.errors import AuditError
from audit.verifier.canonical import read_canonical
from models.ledger import LedgerRecord

if TYPE_CHECKING:
    from pydantic import JsonValue

    from tests.support.shijing import Shijing


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"total": 88.4}, "payload.total"),
        ({"rows": [{"score": "1"}, {"score": 2.0}]}, "payload.rows.1.score"),
        ([[0, float("nan")]], "payload.0.1"),
        (1e3, "payload"),
    ],
)
def test_a_float_is_refused_with_its_place(value: JsonValue, place: str) -> None:
    with pytest.raises(AuditError) as refused:
        canonical_bytes(value)
    assert (refused.value.code, refused.value.params["place"]) == ("payload.float", place)


def test_a_key_outside_ascii_is_refused_with_its_place() -> None:
    with pytest.raises(AuditError) as refused:
        canonical_bytes({"rows": [{"得分": "1"}]})
    assert (refused.value.code, refused.value.params) == ("payload.key", {"place": "payload.rows.0", "key": "得分"})


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**40])
def test_a_number_that_other_readers_would_round_is_refused_with_its_place(number: int) -> None:
    with pytest.raises(AuditError) as refused:
        canonical_bytes({"size": [number]})
    assert (refused.value.code, refused.value.params) == (
        "payload.integer",
        {"place": "payload.size.0", "value": str(number)},
    )


def test_the_largest_number_that_every_reader_keeps_is_written() -> None:
    assert canonical_bytes([2**53 - 1, 1 - 2**53, True]) == b"[9007199254740991,-9007199254740991,true]"


def test_order_of_keys_and_white_space_do_not_matter() -> None:
    assert canonical_bytes({"b": None, "a": "“绩效”\n"}) == '{"a":"“绩效”\\n","b":null}'.encode()


def test_stored_bytes_are_what_canonical_writing_gives_again(played: Shijing) -> None:
    with Session(played.desk.engine) as session:
        payloads = list(session.exec(select(LedgerRecord.payload)))
    assert len(payloads) > 30
    for payload in payloads:
        assert canonical_bytes(json.loads(payload)) == payload
        assert read_canonical(payload) == json.loads(payload)
