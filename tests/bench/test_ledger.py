from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import append_bulk, append_one, replaying, verifying
from bench.ratio import Ratio, table

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough


def test_a_filing_is_written_three_ways_to_the_same_book(tmp_path: Path) -> None:
    ratios = append_one.on_sqlite(tmp_path, 2, 0)
    assert [one.most for one in ratios] == [1.5, None, None, None]


@pytest.mark.slow
def test_a_filing_is_written_three_ways_to_the_same_book_of_a_server(tmp_path: Path) -> None:
    assert all(one.ratio > 0 for one in append_one.on_postgresql(tmp_path, 2, 0))


def test_a_batch_and_its_floor_write_the_same_book(tmp_path: Path) -> None:
    (ratio,) = append_bulk.measure(tmp_path, 2, 5, 0)
    assert ratio.ratio > 0


def test_a_book_of_any_length_is_written_signed_and_verified(tmp_path: Path) -> None:
    (ratio,) = verifying.measure(verifying.write_book(tmp_path / "data", 7), 1, 0)
    assert ratio.what == "verify: 7 records, processor time"


def test_the_memory_of_the_verifier_is_measured(tmp_path: Path) -> None:
    (ratio,), line = verifying.memory(tmp_path, 3, 30)
    assert 0 < ratio.ratio < 2
    assert line.startswith("30 records: ")


def test_a_district_is_played_without_a_server_and_replayed(tmp_path: Path) -> None:
    (ratio,) = replaying.measure(tmp_path, (1, 2))
    assert ratio.most == 1.3


def test_what_was_not_held_says_so() -> None:
    lines = list(table([Ratio("a", "2 us", "1 us", 2.0, 1.5), Ratio("b", "1 us", "1 us", 1.0, 1.5)]))
    assert [line.split()[-1] for line in lines[1:]] == ["held", "held"]
    assert "not held" in lines[1]
