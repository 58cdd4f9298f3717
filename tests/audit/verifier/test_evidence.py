from __future__ import annotations

import pytest

from tests.audit.verifier.plain_ledger import PROOFS, PlainLedger, chained


@pytest.mark.parametrize("sequence", PROOFS)
def test_a_proof_that_is_gone_is_named_with_its_record(ledger: PlainLedger, sequence: int) -> None:
    path = ledger.proof_path(PROOFS[sequence])
    path.unlink()
    (damage,) = ledger.verify().books[0].damages
    assert (damage.kind, damage.sequence) == ("evidence-missing", sequence)
    assert damage.subject == path.relative_to(ledger.folder).as_posix()


@pytest.mark.parametrize("sequence", PROOFS)
@pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: raw + b"\n", lambda raw: raw[:-1] + b"?"])
def test_a_proof_with_other_bytes_is_named_with_its_record(ledger: PlainLedger, sequence: int, change: object) -> None:
    assert callable(change)
    ledger.proof_path(PROOFS[sequence]).write_bytes(change(PROOFS[sequence]))
    assert ledger.found() == [("evidence-changed", sequence)]


def test_behind_a_record_that_was_taken_out_a_proof_is_named_with_its_own_record(ledger: PlainLedger) -> None:
    ledger.proof_path(PROOFS[4]).unlink()
    ledger.sql("DELETE FROM ledger WHERE sequence = 3")
    assert ledger.found() == [("deleted", 3), ("evidence-missing", 4)]
    ledger.proof_path(PROOFS[7]).unlink()
    ledger.sql("UPDATE ledger SET sequence = sequence - 1 WHERE sequence > 3")
    assert ledger.found() == [("deleted", 3), ("evidence-missing", 7)]


def test_a_record_that_was_written_with_another_size_does_not_fit_its_file(tail: PlainLedger) -> None:
    payload = tail.rows[6]["payload"].replace(b'"size":14', b'"size":15')
    assert payload != tail.rows[6]["payload"]
    tail.replace(chained([*tail.rows[:6], {**tail.rows[6], "payload": payload}, *tail.rows[7:]]))
    assert tail.found() == [("evidence-changed", 7)]


def test_a_folder_in_the_place_of_a_proof_is_no_proof(ledger: PlainLedger) -> None:
    path = ledger.proof_path(PROOFS[4])
    path.unlink()
    path.mkdir()
    assert ledger.found() == [("evidence-missing", 4)]


def test_every_record_that_names_a_missing_file_is_named(tail: PlainLedger) -> None:
    again = {**tail.rows[7], "kind": "evidence.added", "payload": tail.rows[3]["payload"]}
    tail.replace(chained([*tail.rows[:7], again, tail.rows[8]]))
    tail.proof_path(PROOFS[4]).unlink()
    assert tail.found() == [("evidence-missing", 4), ("evidence-missing", 8)]


def test_a_file_that_no_record_names_is_no_damage(ledger: PlainLedger) -> None:
    ledger.store(b"stored just before the record was to be written")
    assert ledger.verify().ok
