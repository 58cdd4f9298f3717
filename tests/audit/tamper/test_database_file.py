"""Damage below the tables: bytes of the database file, the file itself, and files that only look like heads."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.support.tamper.copies import DAMAGED, SOUND, UNREADABLE, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.tamper.copies import Scene

pytestmark = pytest.mark.thorough

PAGE = 4096


@pytest.fixture
def file(scene: Scene) -> Iterator[Path]:
    """The database file of the matrix, with everything in it; it is put back afterwards."""
    path = scene.data / "jixiao.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = shutil.copyfile(path, path.with_name("kept.db"))
    yield path
    kept.rename(path)
    path.with_name("jixiao.db-wal").unlink(missing_ok=True)
    path.with_name("jixiao.db-shm").unlink(missing_ok=True)


def tables(path: Path) -> list[object]:
    """What the ledger and the head table say."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return [connection.execute(f"SELECT * FROM {name} NOT INDEXED").fetchall() for name in ("ledger", "head")]  # noqa: S608  # two fixed names


def changed(path: Path, raw: bytes, at: int, bits: int) -> None:
    path.write_bytes(raw[:at] + bytes([raw[at] ^ bits]) + raw[at + 1 :])


def flips(size: int, seed: int, each: int) -> Iterator[tuple[int, int]]:
    """A place in each so many-th page of the file, and a bit to turn there."""
    dice = random.Random(seed)  # noqa: S311  # repeatable, not secret
    for page in range(seed % each, size // PAGE, each):
        yield page * PAGE + dice.randrange(PAGE), 1 << dice.randrange(8)


def overlooked(scene: Scene, file: Path, seed: int, each: int) -> list[int]:
    """Places where a turned bit changes what the tables say, and verify says nothing."""
    raw, whole = file.read_bytes(), tables(file)
    missed = []
    for at, bits in flips(len(raw), seed, each):
        changed(file, raw, at, bits)
        if scene.verify().code == SOUND and tables(file) != whole:
            missed.append(at)
    return missed


def test_a_turned_bit_of_the_database_file_is_found_where_it_says_something(scene: Scene, file: Path) -> None:
    assert overlooked(scene, file, 0, 8) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 11))
def test_any_turned_bit_of_the_database_file_is_found_where_it_says_something(
    scene: Scene, file: Path, seed: int
) -> None:
    assert overlooked(scene, file, seed, 1) == []


@pytest.mark.parametrize("sequence", [5, 39, 47])
def test_a_byte_of_a_payload_changed_in_the_file_is_an_altered_record(scene: Scene, file: Path, sequence: int) -> None:
    raw = file.read_bytes()
    payload = scene.whole.row(sequence)["payload"]
    # A long payload is spread over pages; its end lies on the last of them.
    piece = payload[-40:]
    assert raw.count(piece) >= 1
    for at in (at for at in range(len(raw)) if raw.startswith(piece, at)):
        changed(file, raw, at + 5, 1)
        outcome = scene.verify()
        assert (outcome.code, outcome.found[0].kind, outcome.found[0].sequence) == (DAMAGED, "altered", sequence)


def test_a_database_file_that_is_cut_emptied_or_gone_cannot_be_read(scene: Scene, file: Path) -> None:
    raw = file.read_bytes()
    for content in (raw[: len(raw) // 2 // PAGE * PAGE], b"", b"not a database"):
        file.write_bytes(content)
        assert scene.verify().code != SOUND
    file.write_bytes(b"")
    assert scene.verify() == Outcome(UNREADABLE, ())
    file.unlink()
    assert scene.verify() == Outcome(UNREADABLE, ())


def test_a_file_that_is_no_head_is_not_taken_for_the_one_that_was_kept(scene: Scene, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("0000000046\n", encoding="utf-8")
    assert scene.verify("--checkpoint", str(other)) == Outcome(UNREADABLE, ())
    assert scene.verify("--checkpoint", str(tmp_path / "nothing")) == Outcome(UNREADABLE, ())
