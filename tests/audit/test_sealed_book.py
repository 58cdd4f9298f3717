"""A sealed book in the hands of somebody with the whole database: verify names what was written after the seal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from audit.canonical import canonical_bytes
from audit.sealed import ALWAYS
from audit.verifier.seals import _FREE
from models.corrections import RightScore
from models.payloads import FORMS
from tests.support.rewritten import rewritten
from tests.support.sealed import ROW, approve, authorise, conclude, propose, seal
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import JsonValue

    from tests.support.shijing import Shijing

Row = dict[str, Any]


@pytest.fixture
def sealed(shijing: Shijing) -> Shijing:
    shijing.play(until="review.conclude")
    conclude(shijing)
    seal(shijing)
    return shijing


@pytest.fixture
def corrected(sealed: Shijing) -> Shijing:
    authorise(sealed, corrections=True)
    approve(sealed, propose(sealed, "review.concluded", RightScore(row=ROW, score="3")))
    seal(sealed, 2)
    return sealed


def place_of(rows: list[Row], kind: str) -> int:
    return max(number for number, row in enumerate(rows) if row["kind"] == kind)


def say(row: Row, **words: JsonValue) -> None:
    row["payload"] = canonical_bytes({**json.loads(row["payload"]), **words})


def test_a_book_that_was_sealed_opened_corrected_and_sealed_is_sound(corrected: Shijing, data: Path) -> None:
    assert rewritten(corrected, data, lambda _: None) == []


def test_the_first_record_that_was_written_after_the_seal_is_named(sealed: Shijing, data: Path) -> None:
    size = 0

    def add(rows: list[Row]) -> None:
        nonlocal size
        size = len(rows)
        for number in (1, 2):
            copy = next(row for row in rows if row["kind"] == "evidence.added")
            rows.append({**copy, "key": f"planted/{number}", "recorded_at": rows[-1]["recorded_at"]})

    assert rewritten(sealed, data, add) == [("after-seal", size + 1)]


def test_a_correction_without_an_addendum_is_written_after_the_seal(corrected: Shijing, data: Path) -> None:
    number = 0

    def drop(rows: list[Row]) -> None:
        nonlocal number
        number = place_of(rows, "addendum.authorised")
        del rows[number]

    found = rewritten(corrected, data, drop)
    assert found[0] == ("after-seal", number + 1)


def test_a_correction_between_the_books_end_and_its_seal_is_named(corrected: Shijing, data: Path) -> None:
    places: list[int] = []

    def drop(rows: list[Row]) -> None:
        rows[:] = [row for row in rows if row["kind"] not in {"book.sealed", "addendum.authorised"}]
        places.extend(place_of(rows, f"correction.{step}") + 1 for step in ("proposed", "approved"))

    found = rewritten(corrected, data, drop)
    assert [sequence for kind, sequence in found if kind == "after-end"] == places


@pytest.mark.parametrize(
    "words", [{"records": 3}, {"root": "0" * 64}, {"number": 7}], ids=["records", "root", "number"]
)
def test_a_seal_that_does_not_lie_on_the_book_is_named(sealed: Shijing, data: Path, words: dict[str, object]) -> None:
    number = 0

    def change(rows: list[Row]) -> None:
        nonlocal number
        number = len(rows)
        say(rows[-1], **words)

    assert rewritten(sealed, data, change) == [("seal-differs", number)]


def test_a_correction_that_its_own_proposer_approved_is_named(corrected: Shijing, data: Path) -> None:
    number = 0

    def change(rows: list[Row]) -> None:
        nonlocal number
        number = place_of(rows, "correction.approved")
        rows[number]["actor"] = rows[place_of(rows, "correction.proposed")]["actor"]

    found = rewritten(corrected, data, change)
    assert ("correction-differs", number + 1) in found


def test_writer_and_verifier_let_the_same_kinds_follow_a_seal() -> None:
    assert ALWAYS == _FREE
    assert {kind for kind, _ in FORMS} >= ALWAYS


@pytest.mark.parametrize(("table", "column"), [("seal", "root"), ("addendum", "document"), ("correction", "paper")])
def test_a_changed_table_of_a_sealed_book_is_found_by_replay(
    corrected: Shijing, data: Path, table: str, column: str
) -> None:
    corrected.desk.engine.dispose()
    Tampered(data).sql(f"UPDATE {table} SET {column} = 'forged'")  # noqa: S608  # the test's own names
    found = corrected.replayed().mismatches
    assert found
    assert {mismatch.where.partition("[")[0] for mismatch in found} == {table}
