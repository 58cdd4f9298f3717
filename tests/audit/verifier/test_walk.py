""""""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.audit.verifier.plain_ledger import BOOK, COLUMNS, PlainLedger, Row, chained, digest

if TYPE_CHECKING:
    from pathlib import Path


def one_byte_off(value: object) -> object:
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + 100
    if isinstance(value, bytes):
        middle = len(value) // 2
        return value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]
    text = str(value)
    return text[:-1] + chr(ord(text[-1]) ^ 1)


def test_an_honest_book_has_no_damage(ledger: PlainLedger) -> None:
    report = ledger.verify()
    (book,) = report.books
    assert (report.ok, report.first, book.damages) == (True, None, ())
    assert (book.book, book.count, book.hash) == (BOOK, 9, ledger.rows[-1]["hash"])
    assert (book.signed_heads, book.proved, book.unproved, book.complete) == (2, 9, 0, True)


def test_records_after_the_last_signed_head_are_unproved(tail: PlainLedger) -> None:
    (book,) = tail.verify().books
    assert (book.ok, book.proved, book.unproved) == (True, 5, 4)


@pytest.mark.parametrize("sequence", [1, 5, 9])
@pytest.mark.parametrize("column", COLUMNS)
def test_one_byte_of_any_column_is_found_at_its_record(ledger: PlainLedger, column: str, sequence: int) -> None:
    ledger.set(sequence, column, one_byte_off(ledger.rows[sequence - 1][column]))
    kind = "reordered" if column == "sequence" else "altered"
    assert ledger.found() == [(kind, sequence)]
    first = ledger.verify().first
    assert first is not None
    assert (first.book, first.kind, first.sequence) == (BOOK, kind, sequence)


@pytest.mark.parametrize("sequence", [1, 5, 9])
@pytest.mark.parametrize("column", ["subject_department", "received_at", "actor", "payload", "epoch", "hash", "key"])
def test_a_value_that_is_gone_is_an_alteration(ledger: PlainLedger, column: str, sequence: int) -> None:
    ledger.sql("DELETE FROM ledger WHERE sequence = ?", sequence)
    row = ledger.rows[sequence - 1]
    emptied = {**row, column: None if row[column] is not None else ""}
    ledger.add([emptied])
    ledger.head(ledger.rows[-1])
    assert ledger.found() == [("altered", sequence)]


@pytest.mark.parametrize("moved", ["3x", -1, 0, 3.5])
def test_a_record_with_an_impossible_number_is_missed_at_its_own(ledger: PlainLedger, moved: object) -> None:
    ledger.set(3, "sequence", moved)
    assert ledger.found() == [("altered", 3)]


@pytest.mark.parametrize("gone", [(1,), (2,), (5,), (8,), (3, 4, 5), (1, 2)])
def test_removed_records_are_named_by_the_first_of_them(ledger: PlainLedger, gone: tuple[int, ...]) -> None:
    for sequence in gone:
        ledger.sql("DELETE FROM ledger WHERE sequence = ?", sequence)
    (book,) = ledger.verify().books
    assert [(damage.kind, damage.sequence) for damage in book.damages] == [("deleted", gone[0])]
    assert book.damages[0].detail == {"through": str(gone[-1])}


def test_two_removals_apart_are_two_damages(ledger: PlainLedger) -> None:
    ledger.sql("DELETE FROM ledger WHERE sequence IN (3, 7)")
    assert ledger.found() == [("deleted", 3), ("deleted", 7)]


@pytest.mark.parametrize("gone", [1, 3, 8])
def test_a_removal_with_the_rest_renumbered_is_a_removal(ledger: PlainLedger, gone: int) -> None:
    ledger.sql("DELETE FROM ledger WHERE sequence = ?", gone)
    for sequence in range(gone + 1, 10):
        ledger.set(sequence, "sequence", sequence - 1)
    assert ledger.found() == [("deleted", gone)]


def test_a_removal_of_three_with_the_rest_renumbered_names_them(ledger: PlainLedger) -> None:
    ledger.sql("DELETE FROM ledger WHERE sequence IN (3, 4, 5)")
    for sequence in range(6, 10):
        ledger.set(sequence, "sequence", sequence - 3)
    first = ledger.verify().first
    assert first is not None
    assert (first.kind, first.sequence, first.detail) == ("deleted", 3, {"through": "5"})


@pytest.mark.parametrize(("one", "other"), [(3, 4), (3, 7), (1, 2), (8, 9), (1, 9), (2, 9)])
def test_two_records_that_changed_places_are_named_at_the_lower(ledger: PlainLedger, one: int, other: int) -> None:
    for old, new in ((one, 77), (other, one), (77, other)):
        ledger.set(old, "sequence", new)
    assert ledger.found() == [("reordered", one)]


def test_a_record_moved_to_the_end_is_one_damage(ledger: PlainLedger) -> None:
    for old, new in ((3, 77), *((n, n - 1) for n in range(4, 10)), (77, 9)):
        ledger.set(old, "sequence", new)
    assert ledger.found() == [("reordered", 3)]


def test_a_record_moved_to_the_front_is_one_damage(ledger: PlainLedger) -> None:
    for old, new in ((7, 77), *((n, n + 1) for n in range(6, 1, -1)), (77, 2)):
        ledger.set(old, "sequence", new)
    assert ledger.found() == [("reordered", 2)]


def test_records_that_changed_places_with_new_hashes_are_reordered(ledger: PlainLedger) -> None:
    third, sixth = ledger.rows[2], ledger.rows[5]
    swapped = [{**third, "sequence": 6}, {**sixth, "sequence": 3}]
    ledger.sql("DELETE FROM ledger WHERE sequence IN (3, 6)")
    ledger.add([{**row, "hash": digest(row)} for row in swapped])
    ledger.head(ledger.rows[-1])
    assert ledger.found()[0] == ("reordered", 3)


def test_the_rest_pushed_away_from_a_number_leaves_it_missing(ledger: PlainLedger) -> None:
    for sequence in range(9, 4, -1):
        ledger.set(sequence, "sequence", sequence + 1)
    assert ledger.found() == [("reordered", 5)]


def forged(row: Row, **change: object) -> Row:
    made = {**row, "key": "forged", "actor": "forger", **change}
    return {**made, "hash": digest(made)}


@pytest.mark.parametrize("sequence", [1, 4, 9])
def test_a_record_put_in_front_of_others_is_named(ledger: PlainLedger, sequence: int) -> None:
    for number in range(9, sequence - 1, -1):
        ledger.set(number, "sequence", number + 1)
    ledger.add([forged(ledger.rows[sequence - 1], previous="f" * 64)])
    ledger.head({**ledger.rows[-1], "sequence": 9})
    assert ledger.found() == [("inserted", sequence)]


def test_a_record_put_in_with_the_right_predecessor_is_named(unguarded: PlainLedger) -> None:
    for number in range(9, 3, -1):
        unguarded.set(number, "sequence", number + 1)
    unguarded.add([forged(unguarded.rows[3], previous=unguarded.rows[2]["hash"])])
    unguarded.head(unguarded.rows[-1])
    assert unguarded.found() == [("inserted", 4)]


def test_a_record_put_beside_another_under_its_number_is_named(unguarded: PlainLedger) -> None:
    unguarded.add([forged(unguarded.rows[3], previous="f" * 64)])
    unguarded.head(unguarded.rows[-1])
    assert unguarded.found() == [("inserted", 4)]


def test_a_record_between_two_numbers_is_named(ledger: PlainLedger) -> None:
    ledger.add([forged(ledger.rows[3], sequence=3.5, previous="f" * 64)])
    ledger.head(ledger.rows[-1])
    (book,) = ledger.verify().books
    assert [(damage.kind, damage.detail) for damage in book.damages] == [("inserted", {"found": "3.5"})]


def test_a_loose_record_after_the_last_is_named(ledger: PlainLedger) -> None:
    ledger.add([forged(ledger.rows[8], sequence=10, previous="f" * 64)])
    ledger.head(ledger.rows[8])
    assert ledger.found() == [("inserted", 10)]


def test_a_well_made_record_after_the_last_runs_ahead_of_the_head(ledger: PlainLedger) -> None:
    ledger.add([forged(ledger.rows[8], sequence=10, previous=ledger.rows[8]["hash"])])
    ledger.head(ledger.rows[8])
    assert ledger.found() == [("rolled-back", 10)]


def test_two_records_after_the_same_one_are_a_fork(unguarded: PlainLedger) -> None:
    unguarded.add([forged(unguarded.rows[3])])
    unguarded.head(unguarded.rows[-1])
    assert unguarded.found() == [("forked", 4)]


def test_a_last_record_that_continues_an_earlier_one_is_a_fork(unguarded: PlainLedger) -> None:
    unguarded.add([forged(unguarded.rows[8], sequence=10, previous=unguarded.rows[4]["hash"])])
    assert unguarded.found() == [("forked", 10)]


def test_damages_beyond_measure_are_cut_off_and_called_incomplete(ledger: PlainLedger) -> None:
    rows = chained([{**ledger.rows[0], "key": str(number)} for number in range(150)])
    ledger.replace([{**row, "actor": "forger"} for row in rows])
    (book,) = ledger.verify().books
    assert (len(book.damages), book.complete, book.ok) == (100, False, False)


def test_an_index_that_lies_does_not_hide_an_alteration(ledger: PlainLedger, tmp_path: Path) -> None:
    path = tmp_path / "jixiao.db"
    raw = path.read_bytes()
    # The key of record 6 lies once in its row and once in the index: only the row is changed.
    key = ledger.rows[5]["key"].encode()
    row_at = raw.index(key, raw.index(b"a6filler"))
    path.write_bytes(raw[:row_at] + b"X" + raw[row_at + 1 :])
    assert ledger.found() == [("altered", 6)]


ALTERABLE = [column for column in COLUMNS if column not in {"book", "sequence"}]


@pytest.mark.parametrize("seed", range(20))
def test_several_alterations_are_all_named_and_nothing_else(ledger: PlainLedger, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # a fixed seed, not a secret
    sequences = sorted(dice.sample(range(1, 10), dice.randint(2, 5)))
    for sequence in sequences:
        column = dice.choice(ALTERABLE)
        ledger.set(sequence, column, one_byte_off(ledger.rows[sequence - 1][column]))
    assert ledger.found() == [("altered", sequence) for sequence in sequences]


@pytest.mark.parametrize("seed", range(30))
def test_any_shuffle_of_the_numbers_is_named_at_the_first_that_moved(ledger: PlainLedger, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # a fixed seed, not a secret
    numbers = list(range(1, 10))
    while numbers == sorted(numbers):
        dice.shuffle(numbers)
    for sequence in range(1, 10):
        ledger.set(sequence, "sequence", 100 + sequence)
    for sequence, number in enumerate(numbers, 1):
        ledger.set(100 + sequence, "sequence", number)
    first = min(sequence for sequence, number in enumerate(numbers, 1) if number != sequence)
    found = ledger.found()
    assert found[0] == ("reordered", first)
    assert {kind for kind, _ in found} == {"reordered"}


@pytest.mark.parametrize("seed", range(30))
def test_any_mixture_of_faults_is_named_at_the_first_of_them(ledger: PlainLedger, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # a fixed seed, not a secret
    removed, altered = dice.sample(range(1, 9), 2)
    ledger.sql("DELETE FROM ledger WHERE sequence = ?", removed)
    ledger.set(altered, "actor", "x")
    assert ledger.found() == sorted([("deleted", removed), ("altered", altered)], key=lambda pair: pair[1])
