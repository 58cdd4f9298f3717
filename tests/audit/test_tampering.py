from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.verifier import Damage, Report, verify
from tests.audit.verifier.plain_ledger import COLUMNS
from tests.support.shijing import BOOK, RECORDS
from tests.support.tampered import chained

if TYPE_CHECKING:
    from pathlib import Path

    from tests.audit.verifier.plain_ledger import Row
    from tests.support.shijing import Shijing
    from tests.support.tampered import Tampered

EVIDENCE = 32
PLACES = {"the first record": 1, "a record in the middle": 17, "the last record": RECORDS}


@pytest.fixture
def proof(played: Shijing, data: Path) -> Path:
    """The one evidence file of the year."""
    played.desk.engine.dispose()
    (path,) = (path for path in (data / "evidence").rglob("*") if path.is_file())
    return path


def damages(report: Report) -> list[tuple[str, int | None]]:
    """Kind and number of every damage of the book, the first one first."""
    (book,) = [book for book in report.books if book.book == BOOK]
    return [(damage.kind, damage.sequence) for damage in book.damages]


def flipped(value: object) -> object:
    """The same value with one bit of its last byte turned; nothing becomes something."""
    if isinstance(value, int):
        return value ^ 64
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return "x" if value is None else f"{str(value)[:-1]}{chr(ord(str(value)[-1]) ^ 1)}"


def test_an_untouched_year_is_whole_and_wholly_proved(played: Shijing, data: Path) -> None:
    played.desk.engine.dispose()
    (book,) = verify(data).books
    assert (book.damages, book.count, book.proved, book.unproved) == ((), RECORDS, RECORDS, 0)


@pytest.mark.parametrize("sequence", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "sequence"])
def test_one_changed_byte_of_any_column_is_named_with_its_record(
    tampered: Tampered, data: Path, column: str, sequence: int
) -> None:
    tampered.set(sequence, column, flipped(tampered.rows()[sequence - 1][column]))
    assert damages(verify(data))[0] == ("altered", sequence)


@pytest.mark.parametrize("sequence", PLACES.values(), ids=PLACES.keys())
def test_a_changed_number_is_named_with_the_number_that_it_was(tampered: Tampered, data: Path, sequence: int) -> None:
    tampered.set(sequence, "sequence", sequence ^ 64)
    kind, number = damages(verify(data))[0]
    assert (kind in {"altered", "reordered"}, number) == (True, sequence)


@pytest.mark.parametrize("sequence", [1, 17, RECORDS - 1])
def test_a_deleted_record_is_named(tampered: Tampered, data: Path, sequence: int) -> None:
    tampered.sql("DELETE FROM ledger WHERE sequence = ?", sequence)
    assert damages(verify(data))[0] == ("deleted", sequence)


@pytest.mark.parametrize("sequence", [1, 17, RECORDS - 1])
def test_a_deleted_record_whose_number_is_given_away_is_named(tampered: Tampered, data: Path, sequence: int) -> None:
    tampered.sql("DELETE FROM ledger WHERE sequence = ?", sequence)
    tampered.sql("UPDATE ledger SET sequence = sequence - 1 WHERE sequence > ?", sequence)
    assert damages(verify(data))[0] == ("deleted", sequence)


@pytest.mark.parametrize("sequence", [2, 17, RECORDS - 1, RECORDS])
def test_an_inserted_record_is_named(tampered: Tampered, data: Path, sequence: int) -> None:
    rows = tampered.rows()
    later = [{**row, "sequence": row["sequence"] + 1} for row in rows[sequence - 1 :]]
    new = chained([*rows[: sequence - 1], {**rows[sequence - 2], "key": "new", "actor": "p-0"}])[-1]
    tampered.replace([*rows[: sequence - 1], new, *later])
    found = damages(verify(data))
    # Where a signed head stands at that very number, it is the first to differ.
    assert (found[0][1], ("inserted", sequence) in found) == (sequence, True)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (9, 17), (RECORDS - 1, RECORDS)])
def test_two_swapped_records_are_named(tampered: Tampered, data: Path, one: int, other: int) -> None:
    rows = tampered.rows()
    swapped: list[Row] = list(rows)
    swapped[one - 1] = {**rows[other - 1], "sequence": one}
    swapped[other - 1] = {**rows[one - 1], "sequence": other}
    tampered.replace(swapped)
    assert damages(verify(data))[0] == ("reordered", one)


@pytest.mark.parametrize("kept", [1, 17, RECORDS - 1])
def test_a_cut_tail_is_named_although_the_head_was_put_back(tampered: Tampered, data: Path, kept: int) -> None:
    tampered.replace(tampered.rows()[:kept])
    assert ("truncated", kept + 1) in damages(verify(data))


def test_a_book_written_anew_from_a_place_on_differs_from_the_next_signed_head(tampered: Tampered, data: Path) -> None:
    rows = tampered.rows()
    (filed,) = [row["sequence"] for row in rows if row["kind"] == "monitoring.filed"]
    (accepted,) = [row["sequence"] for row in rows if row["kind"] == "monitoring.accepted"]
    rows[filed - 1] = {**rows[filed - 1], "actor": "p-somebody-else"}
    tampered.rewrite(rows)
    report = verify(data)
    assert damages(report)[:2] == [("unauthorised", filed), ("head-differs", accepted)]
    assert report.books[0].proved < filed


def test_a_book_that_is_gone_is_missed(tampered: Tampered, data: Path) -> None:
    tampered.sql("DELETE FROM ledger")
    tampered.sql("DELETE FROM head")
    assert ("truncated", 1) in damages(verify(data))


def test_a_changed_evidence_file_is_named_with_its_record(proof: Path, data: Path) -> None:
    content = proof.read_bytes()
    proof.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    report = verify(data)
    assert damages(report) == [("evidence-changed", EVIDENCE)]
    assert _first(report).subject == f"evidence/{proof.name[:2]}/{proof.name}"


def test_a_missing_evidence_file_is_named_with_its_record(proof: Path, data: Path) -> None:
    proof.unlink()
    assert damages(verify(data)) == [("evidence-missing", EVIDENCE)]


def test_a_longer_evidence_file_is_named_with_its_record(proof: Path, data: Path) -> None:
    proof.write_bytes(proof.read_bytes() + b" ")
    assert damages(verify(data)) == [("evidence-changed", EVIDENCE)]


def test_a_changed_signed_head_is_not_believed(played: Shijing, data: Path) -> None:
    played.desk.engine.dispose()
    path = max((data / "heads" / BOOK.replace("/", "~")).glob("*.head"))
    path.write_bytes(path.read_bytes().replace(b"recorded-at 2026", b"recorded-at 2025"))
    report = verify(data)
    assert [kind for kind, _ in damages(report)] == ["head-forged"]
    assert report.books[0].unproved > 0


def test_without_any_signed_head_a_book_is_not_whole(played: Shijing, data: Path) -> None:
    played.desk.engine.dispose()
    for path in (data / "heads").rglob("*.head"):
        path.unlink()
    report = verify(data)
    assert [kind for kind, _ in damages(report)] == ["head-missing"]
    assert report.books[0].proved == 0


def _first(report: Report) -> Damage:
    assert report.first is not None
    return report.first
