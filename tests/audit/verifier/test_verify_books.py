from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from audit.verifier import VerifierError, read_books, verify
from tests.audit.verifier.plain_ledger import BOOK, COLUMNS, PlainLedger, canonical, chained, records

OTHER = "guangzhou-baiyun/2020/rehearsal"
ROOT = Path(__file__).parents[3]


def add_other_book(ledger: PlainLedger) -> None:
    rows = records(6, OTHER)
    ledger.add(rows)
    ledger.sign(rows)


def test_every_book_of_the_folder_is_verified(ledger: PlainLedger) -> None:
    add_other_book(ledger)
    report = ledger.verify()
    assert [(book.book, book.count, book.ok) for book in report.books] == [(OTHER, 6, True), (BOOK, 9, True)]
    assert read_books(ledger.folder) == (OTHER, BOOK)


def test_only_the_named_books_are_verified(ledger: PlainLedger) -> None:
    add_other_book(ledger)
    ledger.sql("UPDATE ledger SET actor = 'x' WHERE book = ? AND sequence = 2", OTHER)
    assert ledger.verify(BOOK).ok
    first = ledger.verify(OTHER).first
    assert first is not None
    assert (first.kind, first.book, first.sequence) == ("altered", OTHER, 2)


def test_a_record_moved_to_another_book_is_missed_in_its_own(ledger: PlainLedger) -> None:
    add_other_book(ledger)
    ledger.sql("UPDATE ledger SET book = ?, sequence = 7 WHERE book = ? AND sequence = 9", OTHER, BOOK)
    damages = {book.book: [(damage.kind, damage.sequence) for damage in book.damages] for book in ledger.verify().books}
    assert damages == {BOOK: [("altered", 9)], OTHER: [("altered", 7), ("rolled-back", 7)]}


def test_a_book_whose_records_are_all_gone_is_still_asked_for(ledger: PlainLedger) -> None:
    ledger.sql("DELETE FROM ledger")
    ledger.sql("DELETE FROM head")
    assert ledger.found() == [("truncated", 1), ("head-missing", None)]


def test_a_record_whose_book_is_no_text_is_told_apart(ledger: PlainLedger) -> None:
    ledger.set(3, "book", b"\x00\xff")
    report = ledger.verify()
    assert [damage.kind for damage in report.strays] == ["malformed"]
    assert [(damage.kind, damage.sequence) for damage in report.books[0].damages] == [("altered", 3)]


def test_text_that_is_not_utf8_is_an_alteration_and_not_a_crash(ledger: PlainLedger) -> None:
    ledger.sql("UPDATE ledger SET actor = CAST(x'ff61' AS TEXT) WHERE sequence = 3")
    assert ledger.found() == [("altered", 3)]


def test_the_report_as_data_is_json_and_says_the_same(ledger: PlainLedger) -> None:
    ledger.set(3, "actor", "x")
    data = json.loads(json.dumps(ledger.verify().to_data()))
    assert data["ok"] is False
    assert data["strays"] == []
    (book,) = data["books"]
    assert {key: book[key] for key in ("book", "count", "proved", "unproved")} == {
        "book": BOOK,
        "count": 9,
        "proved": 9,
        "unproved": 0,
    }
    assert book["damages"] == [{"kind": "altered", "book": BOOK, "sequence": 3, "subject": "record", "detail": {}}]


def test_a_book_that_is_not_there_is_refused_with_those_that_are(ledger: PlainLedger) -> None:
    with pytest.raises(VerifierError) as caught:
        ledger.verify("guangzhou-baiyun/1999/real")
    assert caught.value.code == "verify.unknown-book"
    assert caught.value.params == {"book": "guangzhou-baiyun/1999/real", "known": BOOK}


def test_a_folder_without_a_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VerifierError, match=r"verify\.no-database"):
        verify(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 40, b""])
def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "jixiao.db").write_bytes(content)
    with pytest.raises(VerifierError, match=r"verify\.unreadable"):
        verify(tmp_path)


def test_a_view_in_the_place_of_the_ledger_is_refused(ledger: PlainLedger) -> None:
    ledger.sql("ALTER TABLE ledger RENAME TO shown")
    ledger.sql("CREATE VIEW ledger AS SELECT * FROM shown")
    with pytest.raises(VerifierError, match="no table ledger"):
        ledger.verify()


def test_a_ledger_in_use_is_read_without_disturbing_it(ledger: PlainLedger) -> None:
    writer = sqlite3.connect(ledger.folder / "jixiao.db", isolation_level=None)
    try:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE ledger SET actor = 'committed' WHERE sequence = 6")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE ledger SET actor = 'pending' WHERE sequence = 2")
        assert ledger.found() == [("altered", 6)]
        writer.execute("ROLLBACK")
    finally:
        writer.close()


def test_verifying_writes_nothing(ledger: PlainLedger) -> None:
    before = {path: path.read_bytes() for path in ledger.folder.rglob("*") if path.is_file()}
    ledger.verify()
    assert {path: path.read_bytes() for path in ledger.folder.rglob("*") if path.is_file()} == before


def contents(folder: Path) -> list[object]:
    connection = sqlite3.connect(folder / "jixiao.db")
    try:
        rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger NOT INDEXED").fetchall()  # noqa: S608
        return [
            *rows,
            *connection.execute("SELECT book, sequence, hash, epoch, peaks FROM head NOT INDEXED").fetchall(),
        ]
    finally:
        connection.close()


def still_reads_the_same(folder: Path, wanted: list[object]) -> bool:
    try:
        return contents(folder) == wanted
    except (sqlite3.Error, UnicodeDecodeError):
        return False


@pytest.mark.thorough
def test_any_byte_of_the_database_file_that_changes_a_record_is_found(ledger: PlainLedger) -> None:
    path, dice = ledger.folder / "jixiao.db", random.Random(20221118)  # noqa: S311  # a fixed seed, not a secret
    raw, wanted = path.read_bytes(), contents(ledger.folder)
    used = [position for position, byte in enumerate(raw) if byte]
    found = 0
    for position in dice.sample(used, 250):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 1 << dice.randrange(8)]) + raw[position + 1 :])
        try:
            ok = ledger.verify().ok
        except VerifierError:
            ok = False
        assert not ok or still_reads_the_same(ledger.folder, wanted), position
        found += not ok
    assert found > 100


@pytest.mark.thorough
def test_memory_does_not_grow_with_the_book(ledger: PlainLedger) -> None:
    many = [{**ledger.rows[8], "key": str(number), "payload": canonical("记" * 1000)} for number in range(2000)]
    rows = chained([*ledger.rows, *many])
    ledger.replace(rows)
    ledger.sign(rows)
    tracemalloc.start()
    try:
        assert ledger.verify().ok
        assert tracemalloc.get_traced_memory()[1] < 1_500_000
    finally:
        tracemalloc.stop()


def run_alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier without any installed package, as on a machine where only the folder was copied to."""
    script = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('audit.verifier', None, '__main__')"
    )
    command = [sys.executable, "-I", "-S", "-c", script, str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.slow
def test_the_verifier_runs_with_nothing_but_python(ledger: PlainLedger) -> None:
    good = run_alone(str(ledger.folder), "--chain-only")
    assert (good.returncode, json.loads(good.stdout)["ok"], good.stderr) == (0, True, "")
    ledger.set(3, "actor", "x")
    bad = run_alone(str(ledger.folder), BOOK, "--chain-only", "--keys", str(ledger.folder / "heads"))
    assert (bad.returncode, json.loads(bad.stdout)["books"][0]["damages"][0]["sequence"]) == (1, 3)
    none = run_alone(str(ledger.folder / "evidence"))
    assert (none.returncode, json.loads(none.stderr)["error"]) == (2, "verify.no-database")


def test_the_verifier_loads_no_code_of_the_writer() -> None:
    script = "import sys; sys.path.insert(0, sys.argv[1]); import audit.verifier; print(*sorted(sys.modules))"
    command = [sys.executable, "-I", "-S", "-c", script, str(ROOT)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    ours = {name for name in loaded if name.split(".")[0] in {"audit", "models", "rules", "app", "deadlines"}}
    shared = ("audit.verifier", "rules.core")
    assert {name for name in ours if name not in {"audit", "rules"} and not name.startswith(shared)} == set()
