from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from audit.prove import Prover
from audit.verifier import VerifierError
from audit.verifier.proof import ProofReport, check_proof
from tests.audit.verifier.plain_ledger import BOOK, COLUMNS
from tests.support.shijing import DEPARTMENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

Proof = dict[str, Any]


@pytest.fixture
def proof(played: Shijing) -> Proof:
    with played.desk.reading() as session:
        return Prover(session, played.desk.signer, BOOK).score_of(DEPARTMENT)


def checked(proof: Proof) -> ProofReport:
    return check_proof(json.dumps(proof, ensure_ascii=False).encode())


def is_sound(raw: bytes) -> bool:
    try:
        return check_proof(raw).fault is None
    except VerifierError:
        return False


def test_a_proof_says_which_score_it_proves(proof: Proof) -> None:
    report = checked(proof)
    assert (report.fault, report.proves, report.own_key) == (None, "record", True)
    assert (report.shown["kind"], report.shown["department"]) == ("review.concluded", DEPARTMENT)
    assert report.shown["total"] == json.loads(proof["record"]["payload"])["review"]["total"]


def test_before_the_review_the_evaluation_is_proved(shijing: Shijing) -> None:
    shijing.play()
    with shijing.desk.reading() as session:
        session.connection().exec_driver_sql("DELETE FROM review")
        found = Prover(session, shijing.desk.signer, BOOK).score_of(DEPARTMENT)
    report = checked(found)
    assert (report.fault, report.shown["kind"]) == (None, "evaluation.made")
    assert set(report.shown) == {"kind", "department", "total", "of", "grade"}


@pytest.mark.parametrize("name", ["total", "Record", "earlier"])
def test_a_proof_that_says_more_than_is_vouched_for_is_none(proof: Proof, name: str) -> None:
    with pytest.raises(VerifierError, match=r"proof\.not-a-proof"):
        checked({**proof, name: "100"})


@pytest.mark.parametrize("more", ['"book":"shenzhen-luohu/2021/real",', '"record":{},', '"note":{"a":1,"a":2},'])
def test_a_proof_in_which_a_name_stands_twice_is_none(proof: Proof, more: str) -> None:
    raw = json.dumps(proof)
    assert is_sound(raw.encode())
    with pytest.raises(VerifierError, match=r"proof\.not-a-proof"):
        check_proof(("{" + more + raw[1:]).encode())


@pytest.mark.parametrize("proves", ["{}", "[]", "null", "1", '"other"'])
def test_a_file_that_proves_something_else_is_no_proof(proves: str) -> None:
    with pytest.raises(VerifierError, match=r"proof\.not-a-proof"):
        check_proof(f'{{"form":"jixiao.proof/1","book":"{BOOK}","proves":{proves}}}'.encode())


def test_no_byte_of_a_proof_can_be_changed(proof: Proof) -> None:
    raw = json.dumps(proof, ensure_ascii=False, indent=2).encode()
    assert is_sound(raw)
    dice = random.Random(37)  # noqa: S311  # a fixed seed, not a secret
    for position in dice.sample(range(len(raw)), 250):
        assert not is_sound(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]), position


@pytest.mark.parametrize("raw", [b"\xff", b"{", b"[" * 100_000], ids=["no-text", "no-json", "too-deep"])
def test_what_cannot_be_read_is_no_proof(raw: bytes) -> None:
    with pytest.raises(VerifierError) as told:
        check_proof(raw)
    assert told.value.code == "proof.not-a-proof"


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_the_proved_record_can_be_changed_or_left_out(proof: Proof, column: str) -> None:
    value = proof["record"][column]
    changed = {**proof["record"], column: value + 1 if isinstance(value, int) else f"{value}x"}
    assert checked({**proof, "record": changed}).fault is not None
    assert checked({**proof, "record": {name: changed[name] for name in changed if name != column}}).fault == "form"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda proof: proof | {"path": proof["path"][1:]}, "path"),
        (lambda proof: proof | {"path": ["00", *proof["path"]]}, "form"),
        (lambda proof: proof | {"path": None}, "form"),
        (lambda proof: proof | {"path": [1]}, "form"),
        (lambda proof: proof | {"book": "another/2021/real"}, "book"),
        (lambda proof: proof | {"checkpoint": 5}, "form"),
        (lambda proof: proof | {"checkpoint": proof["checkpoint"].replace("Z\n", "\n", 1)}, "time"),
        (lambda proof: proof | {"checkpoint": proof["checkpoint"].replace("at 2026", "at 2027")}, "signature"),
        (lambda proof: proof | {"checkpoint": proof["checkpoint"].replace(BOOK, "a/2021/real")}, "book"),
        (lambda proof: proof | {"keys": []}, "key"),
        (lambda proof: proof | {"keys": None}, "form"),
        (lambda proof: proof | {"record": proof["record"] | {"book": "a/2021/real"}}, "book"),
        (lambda proof: proof | {"record": proof["record"] | {"epoch": True}}, "form"),
        (lambda proof: proof | {"record": proof["record"] | {"payload": "\ud800"}}, "hash"),
        (lambda proof: proof | {"record": []}, "form"),
    ],
)
def test_a_proof_that_fails_says_what_gives_it_away(proof: Proof, change: Callable[[Proof], Proof], fault: str) -> None:
    assert check_proof(json.dumps(change(proof)).encode()).fault == fault
