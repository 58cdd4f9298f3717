from __future__ import annotations

import pytest

from tests.audit.verifier.plain_ledger import PlainLedger, Row, canonical, chained


def rewritten(ledger: PlainLedger, sequence: int, **change: object) -> list[tuple[str, int | None]]:
    """The damages after a record was written wrongly from the start: every hash is good."""
    rows: list[Row] = [*ledger.rows]
    rows[sequence - 1] = {**rows[sequence - 1], **change}
    ledger.replace(chained(rows))
    return ledger.found()


@pytest.mark.parametrize(
    "payload",
    [b'{"a": 1}', b"", b"{", b'{"a":1.5}', b'{"b":1,"a":2}', b"\xff\xfe", '{"键":1}'.encode()],
)
def test_a_payload_that_is_read_is_malformed_in_another_form_under_a_good_hash(
    tail: PlainLedger, payload: bytes
) -> None:
    assert rewritten(tail, 8, kind="evidence.added", payload=payload) == [("malformed", 8)]
    # Nor is a book sealed while its years run.
    assert rewritten(tail, 8, kind="book.sealed", payload=payload) == [("malformed", 8), ("after-end", 8)]


@pytest.mark.parametrize("payload", [b'{"a": 1}', b'{"a":1}'], ids=["another-form", "another-shape"])
def test_a_copy_or_an_erasure_that_says_something_else_is_damaged(tail: PlainLedger, payload: bytes) -> None:
    assert rewritten(tail, 8, kind="fact.carried", payload=payload) == [("copy-differs", 8)]
    assert rewritten(tail, 8, kind="erasure.requested", payload=payload) == [("malformed", 8)]


def test_a_payload_that_the_verifier_does_not_read_is_hashed_as_it_lies(tail: PlainLedger) -> None:
    assert rewritten(tail, 8, payload=b'{"a": 1}') == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("happened_at", "2022-03-25T01:30:00Z"),
        ("happened_at", "2022-02-30T01:30:00.000000Z"),
        ("recorded_at", "2026-11-21 00:00:08.000000Z"),
        ("recorded_at", None),
        ("received_at", "yesterday"),
        ("received_at", "２022-03-25T01:30:00.000000Z"),
        ("actor", None),
        ("role", b"filler"),
        ("key", None),
        ("epoch", None),
        ("epoch", 1.5),
        ("schema_version", "one"),
        ("subject_row", b"row"),
    ],
)
def test_a_column_that_is_not_what_it_must_be_is_malformed(tail: PlainLedger, column: str, value: object) -> None:
    rewritten_value = value.decode() if isinstance(value, bytes) else value
    rows = [*tail.rows]
    rows[7] = {**rows[7], column: rewritten_value}
    tail.replace(chained(rows))
    if isinstance(value, bytes):
        tail.set(8, column, value)
    (book,) = tail.verify().books
    assert [(damage.kind, damage.sequence) for damage in book.damages] == [("malformed", 8)]
    assert book.damages[0].detail == {"column": column, "reason": "type"}


def test_a_payload_kept_as_text_is_malformed(tail: PlainLedger) -> None:
    tail.set(8, "payload", tail.rows[7]["payload"].decode())
    assert tail.found() == [("malformed", 8)]


def test_a_record_that_was_recorded_before_its_predecessor_is_named_once(tail: PlainLedger) -> None:
    assert rewritten(tail, 7, recorded_at="2026-11-20T23:59:59.999999Z") == [("time-backwards", 7)]


def test_a_record_from_the_future_is_named_where_time_runs_back(tail: PlainLedger) -> None:
    assert rewritten(tail, 6, recorded_at="2027-01-01T00:00:00.000000Z") == [("time-backwards", 7)]


def test_two_records_of_the_same_moment_are_in_order(tail: PlainLedger) -> None:
    assert rewritten(tail, 7, recorded_at=tail.rows[5]["recorded_at"]) == []


def test_happened_at_may_run_back(tail: PlainLedger) -> None:
    assert rewritten(tail, 7, happened_at="2020-01-01T00:00:00.000000Z") == []


@pytest.mark.parametrize(
    "payload",
    [
        {"size": 3},
        {"sha256": "00" * 32},
        {"sha256": "../" * 20 + "pass", "size": 3},
        {"sha256": "AB" * 32, "size": 3},
        {"sha256": "00" * 32, "size": "3"},
        {"sha256": "00" * 32, "size": True},
        {"content": "nothing"},
        [],
        {"sha256": 5, "size": 3},
    ],
)
def test_an_evidence_record_that_names_no_file_is_malformed(tail: PlainLedger, payload: object) -> None:
    assert rewritten(tail, 8, kind="evidence.added", payload=canonical(payload)) == [("malformed", 8)]
