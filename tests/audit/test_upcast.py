from __future__ import annotations

import pytest

from audit.canonical import canonical_bytes
from audit.errors import AuditError
from audit.project import _PROJECTORS
from audit.upcast import UPCASTERS, payload_as, payload_of
from models.ending_payloads import BookConcluded
from models.ledger import LedgerRecord
from models.payloads import FORMS, NEWEST, ScoreChanged, ScoreChangedFirst

FIRST = {
    "cause": 3,
    "act": "self-evaluation.amend",
    "previous": 2,
    "evaluation": 4,
    "rows": [],
    "total_before": "88.40",
    "total_after": "90.00",
    "grade_before": None,
    "grade_after": "优",
    "reopened": None,
}


def _record(kind: str, version: int, payload: bytes) -> LedgerRecord:
    return LedgerRecord(
        book="b/2021/real",
        sequence=5,
        happened_at="",
        recorded_at="",
        actor="system",
        role="system",
        kind=kind,
        schema_version=version,
        key="k",
        epoch=1,
        payload=payload,
        previous="",
        hash="",
    )


def test_every_old_form_has_one_step_to_the_next_one() -> None:
    assert set(UPCASTERS) == {(kind, version) for kind, version in FORMS if version < NEWEST[kind]}


def test_every_kind_is_projected_in_its_newest_form() -> None:
    assert set(_PROJECTORS) == set(NEWEST)


def test_what_the_first_form_did_not_say_stays_unsaid() -> None:
    read = payload_as(_record("score.changed", 1, canonical_bytes(FIRST)), ScoreChanged)
    assert (read.adjustments, read.of_before, read.of_after) == (None, None, None)
    assert read.model_dump(mode="json", include=set(ScoreChangedFirst.model_fields)) == FIRST


def test_the_newest_form_is_read_as_it_is() -> None:
    second = {**FIRST, "adjustments": [], "of_before": "93", "of_after": "95"}
    read = payload_of(_record("score.changed", 2, canonical_bytes(second)))
    assert read.model_dump(mode="json") == second


@pytest.mark.parametrize(
    ("version", "payload", "code"),
    [
        (1, b"{}", "record.malformed"),
        (2, canonical_bytes(FIRST), "record.malformed"),
        (3, b"{}", "record.unknown-kind"),
    ],
)
def test_what_is_not_of_its_form_is_refused_with_its_place(version: int, payload: bytes, code: str) -> None:
    with pytest.raises(AuditError) as refused:
        payload_of(_record("score.changed", version, payload))
    assert (refused.value.code, refused.value.params["sequence"]) == (code, "5")


def test_a_payload_of_another_kind_is_refused() -> None:
    with pytest.raises(AuditError) as refused:
        payload_as(_record("score.changed", 1, canonical_bytes(FIRST)), BookConcluded)
    assert refused.value.code == "record.malformed"
