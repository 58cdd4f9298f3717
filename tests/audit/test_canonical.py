from __future__ import annotations

import json
from datetime import date
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from audit.canonical import canonical_bytes, member_bytes
from audit.errors import AuditError
from audit.verifier.canonical import read_canonical
from models.commands import Filed
from models.doubts import DoubtReason
from models.ledger import LedgerRecord
from models.payloads import EvaluationMade

if TYPE_CHECKING:
    from pydantic import JsonValue

    from tests.support.shijing import Shijing


def test_a_field_that_is_left_out_while_empty_keeps_the_bytes_of_older_records() -> None:
    old = b'{"kind":"filed","lists":{"facts":[]}}'
    assert canonical_bytes(Filed.model_validate_json(old)) == old
    reason = DoubtReason(code="over-hundred", row="execution", reason="0" * 64)
    said = canonical_bytes(Filed(lists={}, reasons=(reason,)))
    assert Filed.model_validate_json(said).reasons == (reason,)
    stored = read_canonical(said)
    assert isinstance(stored, dict)
    assert stored["reasons"] == [reason.model_dump()]


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


class Colour(StrEnum):
    RED = "red"


class Step(IntEnum):
    ONE = 1


def test_a_text_or_number_of_a_type_of_its_own_is_written_as_what_it_is() -> None:
    assert canonical_bytes({"colours": [Colour.RED], "step": Step.ONE}) == b'{"colours":["red"],"step":1}'


@pytest.mark.parametrize("value", [{1}, b"x", date(2021, 1, 1), UUID(int=1), {1: "x"}])
def test_what_json_does_not_know_is_refused(value: JsonValue) -> None:
    with pytest.raises(TypeError):
        canonical_bytes({"here": value})


def test_order_of_keys_and_white_space_do_not_matter() -> None:
    assert canonical_bytes({"b": None, "a": "“绩效”\n"}) == '{"a":"“绩效”\\n","b":null}'.encode()


def test_stored_bytes_are_what_canonical_writing_gives_again(played: Shijing) -> None:
    with Session(played.desk.engine) as session:
        payloads = list(session.exec(select(LedgerRecord.payload)))
    assert len(payloads) > 30
    for payload in payloads:
        assert canonical_bytes(json.loads(payload)) == payload
        assert read_canonical(payload) == json.loads(payload)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=4)
    ),
)


@given(_JSON)
def test_another_librarys_canonical_writing_is_the_same(value: JsonValue) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(st.dictionaries(st.text(st.characters(max_codepoint=127)), _JSON, max_size=4))
def test_a_model_is_written_as_what_it_dumps_and_a_part_of_it_is_found_again(value: dict[str, JsonValue]) -> None:
    made = EvaluationMade(stage="score", cause=7, rubric_hash="0" * 64, evaluation=value)
    raw = canonical_bytes(made)
    assert raw == rfc8785.dumps(made.model_dump(mode="json"))
    assert member_bytes(raw, made, "evaluation") == rfc8785.dumps(value)
    # Bytes that an earlier release wrote in another form are not cut where they do not fit.
    assert member_bytes(b'{"evaluation":1}', made, "evaluation") == rfc8785.dumps(value)
