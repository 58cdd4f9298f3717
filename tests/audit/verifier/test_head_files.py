from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.verifier import VerifierError
from tests.audit.verifier.plain_ledger import BUREAU, PlainLedger, chained

if TYPE_CHECKING:
    from pathlib import Path

THIRD = Ed25519PrivateKey.from_private_bytes(bytes(range(64, 96)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))


@pytest.mark.thorough
def test_no_byte_of_a_signed_head_can_be_changed(ledger: PlainLedger) -> None:
    path = ledger.head_path(5)
    raw = path.read_bytes()
    for position in range(len(raw)):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        assert ledger.found() == [("head-forged", 5)], position


def test_no_byte_of_the_public_key_can_be_changed(ledger: PlainLedger) -> None:
    path = ledger.folder / "heads" / f"{BUREAU}.pub"
    raw = path.read_bytes()
    for position in range(len(raw)):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        (damage,) = ledger.verify().books[0].damages
        assert (damage.kind, damage.subject) == ("head-forged", f"heads/{BUREAU}.pub"), position


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda raw: raw.replace(b"/2021/", b"/2022/"), "book"),
        (lambda raw: raw.replace(b"\n5\n", b"\n6\n"), "count"),
        (lambda raw: raw.replace(b"\n5\n", b"\n05\n"), "form"),
        (lambda raw: raw.replace(b".000000Z", b"Z"), "time"),
        (lambda raw: raw.replace(b"recorded-at 2026", b"recorded-at 2027"), "signature"),
        (lambda raw: raw[: raw.index(b"\n\n") + 2], "form"),
        (lambda raw: raw[:-1], "form"),
        (lambda _: b"", "form"),
        (lambda raw: raw + b"\xff", "form"),
    ],
)
def test_a_forged_head_says_what_gives_it_away(ledger: PlainLedger, change: object, reason: str) -> None:
    assert callable(change)
    path = ledger.head_path(5)
    path.write_bytes(change(path.read_bytes()))
    (damage,) = ledger.verify().books[0].damages
    assert (damage.kind, damage.sequence, damage.detail) == ("head-forged", 5, {"reason": reason})
    assert damage.subject == path.relative_to(ledger.folder).as_posix()


def test_a_head_under_another_number_is_forged(ledger: PlainLedger) -> None:
    ledger.head_path(5).rename(ledger.head_path(4))
    assert ledger.found() == [("head-forged", 4)]


def test_a_head_that_another_key_signed_is_forged(ledger: PlainLedger) -> None:
    ledger.sign(ledger.rows, OTHER)
    (book,) = ledger.verify().books
    assert [(damage.kind, damage.sequence) for damage in book.damages] == [("head-forged", 9)]
    assert (book.signed_heads, book.proved, book.unproved) == (1, 5, 4)


def test_a_second_signature_by_a_witness_does_no_harm(ledger: PlainLedger) -> None:
    path = ledger.head_path(5)
    note = path.read_text(encoding="utf-8")
    path.write_text(note + "— witness.example AAAA\n", encoding="utf-8")
    assert ledger.verify().ok


def test_heads_under_an_old_key_and_its_successor_are_both_believed(ledger: PlainLedger) -> None:
    ledger.sign(ledger.rows[:7], ledger.key, OTHER)
    ledger.sign(ledger.rows, OTHER)
    ledger.write_key(ledger.key, OTHER)
    assert ledger.verify().ok


def found_with(ledger: PlainLedger, key: Ed25519PrivateKey, folder: Path) -> list[tuple[str, int | None]]:
    """What is found by somebody who kept this public key."""
    (book,) = ledger.verify(keys=ledger.write_key(key, folder=folder)).books
    return [(damage.kind, damage.sequence) for damage in book.damages]


def test_a_key_brought_along_is_followed_to_the_successors_that_were_named(ledger: PlainLedger, tmp_path: Path) -> None:
    ledger.sign(ledger.rows[:7], OTHER)
    ledger.sign(ledger.rows, THIRD)
    ledger.write_key(ledger.key, OTHER, THIRD)
    ledger.hand_over(OTHER, THIRD)
    assert found_with(ledger, ledger.key, tmp_path) == [("head-forged", 7), ("head-forged", 9)]
    (book,) = ledger.verify(keys=ledger.write_key(ledger.key, folder=tmp_path)).books
    signers = sorted(f"{BUREAU}+{ledger.key_id(BUREAU, key).hex()}" for key in (OTHER, THIRD))
    assert book.unnamed_keys == tuple(signers)
    ledger.hand_over(ledger.key, OTHER)
    assert found_with(ledger, ledger.key, tmp_path) == []
    ledger.write_key()
    assert found_with(ledger, ledger.key, tmp_path) == []


def test_whoever_signs_beside_a_kept_key_is_not_believed_for_it(ledger: PlainLedger, tmp_path: Path) -> None:
    ledger.sign(ledger.rows[:5], ledger.key, OTHER)
    rows = chained([*ledger.rows[:5], {**ledger.rows[5], "actor": "forger"}, *ledger.rows[6:]])
    ledger.replace(rows)
    ledger.sign(rows, OTHER)
    ledger.write_key(ledger.key, OTHER)
    assert ledger.verify().ok
    assert found_with(ledger, ledger.key, tmp_path) == [("head-forged", 9)]


def test_a_new_key_believes_the_one_before_it_as_far_as_its_own_newest_head_reaches(
    ledger: PlainLedger, tmp_path: Path
) -> None:
    ledger.sign(ledger.rows[:7], ledger.key, OTHER)
    ledger.sign(ledger.rows, OTHER)
    ledger.write_key(ledger.key, OTHER)
    assert found_with(ledger, OTHER, tmp_path) == []
    ledger.sign(ledger.rows, ledger.key)
    assert found_with(ledger, OTHER, tmp_path) == [("head-forged", 9)]


def test_no_byte_of_a_handover_can_be_changed(ledger: PlainLedger) -> None:
    path = ledger.hand_over(ledger.key, OTHER)
    raw = path.read_bytes()
    for position in range(0, len(raw), 7):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        (damage,) = ledger.verify().books[0].damages
        assert (damage.kind, damage.subject) == ("head-forged", f"heads/{path.name}"), position
    path.unlink()
    path.mkdir()
    assert ledger.found() == [("head-forged", None)]


def test_a_handover_that_the_old_key_did_not_sign_is_named(ledger: PlainLedger, tmp_path: Path) -> None:
    ledger.sign(ledger.rows, OTHER)
    ledger.write_key(ledger.key, OTHER)
    ledger.hand_over(ledger.key, OTHER, by=OTHER)
    assert found_with(ledger, ledger.key, tmp_path) == [("head-forged", 9), ("head-forged", None)]


@pytest.mark.parametrize(("raw", "reason"), [(None, "No such file or directory"), (b"no key\n", "key"), (b"", "key")])
def test_a_file_brought_along_that_is_no_key_is_no_damage_of_the_book(
    ledger: PlainLedger, tmp_path: Path, raw: bytes | None, reason: str
) -> None:
    kept = tmp_path / "kept.pub"
    if raw is not None:
        kept.write_bytes(raw)
    with pytest.raises(VerifierError) as refused:
        ledger.verify(keys=kept)
    assert (refused.value.code, refused.value.params) == ("verify.bad-keys", {"path": str(kept), "reason": reason})


def test_a_key_that_nobody_handed_over_to_is_not_believed(ledger: PlainLedger, tmp_path: Path) -> None:
    ledger.sign(ledger.rows, OTHER)
    ledger.write_key(ledger.key, OTHER)
    report = ledger.verify(keys=ledger.write_key(folder=tmp_path / "kept"))
    assert [(damage.kind, damage.sequence) for damage in report.books[0].damages] == [("head-forged", 9)]


def test_a_book_that_nobody_signed_is_damaged(tmp_path: Path) -> None:
    ledger = PlainLedger(tmp_path, heads=())
    (book,) = ledger.verify().books
    assert [(damage.kind, damage.detail) for damage in book.damages] == [("head-missing", {"what": "heads"})]
    assert (book.proved, book.unproved) == (0, 9)


def test_heads_without_the_public_key_prove_nothing(ledger: PlainLedger) -> None:
    (ledger.folder / "heads" / f"{BUREAU}.pub").unlink()
    (book,) = ledger.verify().books
    assert [(damage.kind, damage.detail) for damage in book.damages] == [("head-missing", {"what": "key"})]
    assert (book.signed_heads, book.unproved) == (0, 9)


def test_a_file_that_is_no_head_is_passed_over(ledger: PlainLedger) -> None:
    (ledger.head_path(5).parent / "0000000007.head.tmp").write_bytes(b"half a head")
    assert ledger.verify().ok


@pytest.mark.parametrize("as_file", [True, False])
def test_a_key_brought_along_finds_a_book_that_was_rewritten_and_signed_anew(
    ledger: PlainLedger, tmp_path: Path, *, as_file: bool
) -> None:
    kept = tmp_path / "kept"
    key = ledger.write_key(folder=kept)
    rows = chained([*ledger.rows[:3], {**ledger.rows[3], "actor": "forger"}, *ledger.rows[4:]])
    ledger.replace(rows)
    shutil.rmtree(ledger.folder / "heads")
    ledger.write_key(OTHER)
    for count in (5, 9):
        ledger.sign(rows[:count], OTHER)
    assert ledger.verify().ok
    report = ledger.verify(keys=key if as_file else kept)
    assert [(damage.kind, damage.sequence) for damage in report.books[0].damages] == [
        ("head-forged", 5),
        ("head-forged", 9),
    ]
