"""What is cut off, rolled back or rewritten is found by the head table and the signed heads."""

from __future__ import annotations

import pytest

from tests.audit.verifier.plain_ledger import PlainLedger, chained, tree_hash


@pytest.mark.parametrize("left", [8, 6, 1, 0])
def test_a_cut_tail_is_found_by_the_signed_head(ledger: PlainLedger, left: int) -> None:
    ledger.sql("DELETE FROM ledger WHERE sequence > ?", left)
    if left:
        ledger.head(ledger.rows[left - 1])
    (damage,) = ledger.verify().books[0].damages
    assert (damage.kind, damage.sequence, damage.subject) == ("truncated", left + 1, "signed")
    assert damage.detail == {"count": str(left), "wanted": "9"}


def test_a_cut_tail_that_nobody_signed_is_found_by_the_head_table(tail: PlainLedger) -> None:
    tail.sql("DELETE FROM ledger WHERE sequence > 7")
    (damage,) = tail.verify().books[0].damages
    assert (damage.kind, damage.sequence, damage.subject) == ("truncated", 8, "head")


def test_a_head_behind_its_records_was_rolled_back(ledger: PlainLedger) -> None:
    ledger.head(ledger.rows[6])
    assert ledger.found() == [("rolled-back", 8)]


def test_an_epoch_that_goes_back_is_found_under_good_hashes(tail: PlainLedger) -> None:
    rows = [{**row, "epoch": 3 if number == 6 else 2 if number > 6 else 1} for number, row in enumerate(tail.rows, 1)]
    tail.replace(chained(rows))
    assert tail.found() == [("rolled-back", 7)]


@pytest.mark.parametrize(("epoch", "kind"), [(0, "rolled-back"), (2, "head-differs"), ("x", "head-differs")])
def test_a_head_of_another_epoch_than_its_last_record_is_found(ledger: PlainLedger, epoch: object, kind: str) -> None:
    ledger.sql("UPDATE head SET epoch = ?", epoch)
    assert ledger.found() == [(kind, None)]


@pytest.mark.parametrize(("column", "value"), [("hash", "f" * 64), ("sequence", "nine")])
def test_a_head_that_says_something_else_is_found(ledger: PlainLedger, column: str, value: object) -> None:
    ledger.sql(f"UPDATE head SET {column} = ?", value)  # noqa: S608  # the columns stand above
    assert ledger.found() == [("head-differs", 9)]


def test_peaks_in_the_head_table_that_are_not_the_trees_are_found(ledger: PlainLedger) -> None:
    ledger.sql("UPDATE head SET peaks = ?", "0" * 128)
    (damage,) = ledger.verify().books[0].damages
    assert (damage.kind, damage.sequence, damage.subject) == ("head-differs", 9, "head")
    assert damage.detail == {"column": "peaks"}


def test_a_signed_root_that_is_not_the_trees_is_found_though_the_chain_is_right(ledger: PlainLedger) -> None:
    ledger.sign(ledger.rows[:5], root="7" * 64)
    (damage,) = ledger.verify().books[0].damages
    assert (damage.kind, damage.sequence, damage.subject) == ("head-differs", 5, "signed")
    assert damage.detail == {"wanted-root": "7" * 64}


def test_the_root_of_the_tree_is_told_and_behind_damage_is_not(ledger: PlainLedger) -> None:
    assert ledger.verify().books[0].root == tree_hash([row["hash"] for row in ledger.rows])
    ledger.set(4, "actor", "x")
    assert ledger.verify().books[0].root is None


def test_a_book_without_its_row_in_the_head_table_is_damaged(ledger: PlainLedger) -> None:
    ledger.sql("DELETE FROM head")
    assert ledger.found() == [("head-missing", None)]


def test_a_book_rewritten_without_a_fault_differs_from_its_signed_head(ledger: PlainLedger) -> None:
    rows = [{**row, "payload": b"{}"} if number == 2 else row for number, row in enumerate(ledger.rows, 1)]
    ledger.replace(chained(rows))
    (book,) = ledger.verify().books
    assert [(damage.kind, damage.sequence) for damage in book.damages] == [("head-differs", 5)]
    assert (book.proved, book.unproved) == (0, 9)


def test_a_record_removed_without_a_trace_differs_from_the_signed_head(ledger: PlainLedger) -> None:
    ledger.replace(chained([row for row in ledger.rows if row["sequence"] != 3]))
    assert ledger.found() == [("head-differs", 5), ("truncated", 9)]


def test_what_nobody_signed_can_be_rewritten_unseen_and_is_called_unproved(tail: PlainLedger) -> None:
    tail.replace(chained([*tail.rows[:5], {**tail.rows[5], "actor": "forger"}, *tail.rows[6:]]))
    (book,) = tail.verify().books
    assert (book.ok, book.unproved) == (True, 4)
