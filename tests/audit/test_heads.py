from __future__ import annotations

import base64
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import col, select

import audit.heads
from audit.durable import make_folder_durably
from audit.errors import AuditError
from audit.heads import HeadSigner
from audit.merkle import Frontier, root_over
from audit.verifier.head_files import read_heads
from models.ledger import Head, LedgerRecord
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing

BUREAU = "guangzhou-baiyun"
_SEQUENCE = col(LedgerRecord.sequence)


def a_head(sequence: int = 9, of: str = "a", book: str = BOOK) -> Head:
    """A head over records that all have the same hash."""
    frontier = Frontier()
    for _ in range(sequence):
        frontier = frontier.append(bytes.fromhex(of * 64))
    moment = "2026-01-05T01:00:00.000000Z"
    return Head(book=book, sequence=sequence, hash=of * 64, epoch=1, recorded_at=moment, peaks=frontier.text())


@pytest.fixture
def signer(tmp_path: Path) -> HeadSigner:
    return HeadSigner(heads=tmp_path / "heads", keys=tmp_path / "keys")


def public_key(signer: HeadSigner) -> tuple[str, bytes, Ed25519PublicKey]:
    """Name, id and key, read as the description says."""
    name, id_, encoded = (signer.heads / f"{BUREAU}.pub").read_text(encoding="utf-8").rstrip("\n").split("+", 2)
    raw = base64.b64decode(encoded)
    assert raw[:1] == b"\x01"
    return name, bytes.fromhex(id_), Ed25519PublicKey.from_public_bytes(raw[1:])


def test_a_head_is_a_signed_checkpoint(signer: HeadSigner) -> None:
    text, signature_line = signer.sign(a_head()).read_text(encoding="utf-8").split("\n\n")
    assert text.split("\n") == [
        f"jixiao.checkpoint/1/{BOOK}",
        "9",
        base64.b64encode(root_over([bytes.fromhex("a" * 64)] * 9)).decode(),
        f"chain {'a' * 64}",
        "recorded-at 2026-01-05T01:00:00.000000Z",
    ]
    dash, name, encoded = signature_line.removesuffix("\n").split(" ")
    assert (dash, name) == ("—", BUREAU)
    raw = base64.b64decode(encoded)
    key_name, key_id, key = public_key(signer)
    assert (key_name, raw[:4]) == (BUREAU, key_id)
    assert key_id == sha256(BUREAU.encode() + b"\n\x01" + key.public_bytes_raw()).digest()[:4]
    key.verify(raw[4:], f"{text}\n".encode())
    with pytest.raises(InvalidSignature):
        key.verify(raw[4:], f"{text} \n".encode())


def test_the_verifier_reads_every_head_of_a_year(played: Shijing, data: Path) -> None:
    with played.desk.reading() as session:
        last = session.get_one(Head, BOOK)
        hashes = [bytes.fromhex(own) for own in session.exec(select(LedgerRecord.hash).order_by(_SEQUENCE))]
    read = read_heads(data, BOOK, None)
    paths = sorted((data / "heads" / BOOK.replace("/", "~")).glob("*.head"))
    assert read.damages == ()
    assert [path.name for path in paths] == [f"{size:010d}.head" for size in sorted(read.by_count)]
    for size, head in read.by_count.items():
        assert (head.root, head.chain) == (root_over(hashes[:size]).hex(), hashes[size - 1].hex())
    assert last.sequence in read.by_count


def test_every_end_of_a_phase_is_signed(played: Shijing, data: Path) -> None:
    signed = {int(path.stem) for path in (data / "heads" / BOOK.replace("/", "~")).glob("*.head")}
    with played.desk.reading() as session:
        ends = session.connection().exec_driver_sql(
            "SELECT sequence FROM ledger WHERE kind IN "
            "('targets.approved', 'monitoring.accepted', 'finding.accepted', 'year.concluded', 'book.concluded')"
        )
        assert {row.sequence for row in ends} <= signed


def test_signing_the_same_head_again_gives_the_same_file(signer: HeadSigner) -> None:
    path = signer.sign(a_head())
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert HeadSigner(signer.heads, signer.keys).sign(a_head()) == path
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_folder_of_heads_is_put_on_the_disk_once_and_again_where_somebody_took_it_away(
    signer: HeadSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        make_folder_durably(folder)

    monkeypatch.setattr(audit.heads, "make_folder_durably", make)
    folder = signer.folder(BOOK)
    for sequence in (7, 8):
        signer.sign(a_head(sequence))
    assert made.count(folder) == 1
    shutil.rmtree(folder)
    assert signer.sign(a_head()).exists()
    assert made.count(folder) == 2


def test_a_head_that_was_signed_is_never_signed_anew_for_another_history(signer: HeadSigner) -> None:
    before = signer.sign(a_head(of="a")).read_bytes()
    assert signer.sign(a_head(of="b")).read_bytes() == before


def test_the_private_key_is_its_owners_alone(signer: HeadSigner) -> None:
    signer.sign(a_head())
    assert stat.S_IMODE((signer.keys / f"{BUREAU}.ed25519").stat().st_mode) == 0o600
    assert stat.S_IMODE(signer.keys.stat().st_mode) == 0o700


def test_a_bureau_has_one_key_for_all_its_books_and_shares_it_with_nobody(signer: HeadSigner) -> None:
    signer.sign(a_head())
    first = (signer.heads / f"{BUREAU}.pub").read_bytes()
    signer.sign(a_head(book=f"{BUREAU}/2022/real"))
    signer.sign(a_head(book="guangzhou-huadu/2021/real"))
    assert (signer.heads / f"{BUREAU}.pub").read_bytes() == first
    names = sorted(path.name for path in signer.keys.iterdir())
    assert names == ["guangzhou-baiyun.ed25519", "guangzhou-huadu.ed25519"]
    assert (signer.keys / names[0]).read_bytes() != (signer.keys / names[1]).read_bytes()


def test_departments_that_end_a_phase_at_once_sign_with_one_key(signer: HeadSigner) -> None:
    together = Barrier(8)

    def sign(number: int) -> Path:
        together.wait()
        return signer.sign(a_head(1 + number // 2))

    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(sign, range(8)))
    assert len(paths) == 4
    assert set(read_heads(signer.heads.parent, BOOK, None).by_count) == {1, 2, 3, 4}
    assert [path.name for path in signer.heads.rglob(".*")] == []


def test_a_head_whose_peaks_are_not_those_of_its_size_is_not_signed(signer: HeadSigner) -> None:
    head = a_head(9)
    head.peaks = a_head(8).peaks
    with pytest.raises(AuditError) as refused:
        signer.sign(head)
    assert refused.value.code == "ledger.bad-frontier"
    assert not list(signer.heads.rglob("*.head"))
