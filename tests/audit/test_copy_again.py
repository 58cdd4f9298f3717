"""A copy of last year's book comes out again from that book, or replay and verify say that it could not be compared."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, select

from activities.conclude import sign_head
from audit.bundle_contents import Source
from audit.canonical import canonical_bytes
from audit.export import export_book
from audit.replay import replay
from audit.verifier.bundle_report import report_text
from audit.verifier.verify_books import verify
from models.ledger import LedgerRecord
from tests.support.tampered import Tampered, chained
from tests.support.two_years import EARLIER, LATER, SmallYear, earlier_text, found, later_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from activities.desk import Desk
    from audit.verifier.report import Report


@pytest.fixture
def later(desk: Desk) -> SmallYear:
    """Both books; this year's has copied last year's and is scored."""
    earlier = SmallYear(desk, EARLIER, earlier_text()).begin()
    later = SmallYear(desk, LATER, later_text()).begin()
    earlier.to_review(found("rules"))
    later.carry()
    later.file_targets()
    later.monitor()
    later.evaluate()
    return later


def without_earlier(year: SmallYear, data: Path) -> None:
    """Last year's book is not in this database."""
    year.desk.engine.dispose()
    tampered = Tampered(data)
    for table in ("ledger", "head"):
        tampered.sql(f"DELETE FROM {table} WHERE book = ?", EARLIER)  # noqa: S608  # the test's own table names
    shutil.rmtree(data / "heads" / EARLIER.replace("/", "~"))


def rewritten(year: SmallYear, data: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Somebody writes the copy anew, and every hash of this year's book behind it."""
    year.desk.engine.dispose()
    tampered = Tampered(data)
    rows = tampered.rows()
    own = [row for row in rows if row["book"] == LATER]
    for row in own:
        if row["kind"] == "fact.carried":
            payload = json.loads(bytes(row["payload"]))
            change(payload)
            row["payload"] = canonical_bytes(payload)
    made = chained(own)
    for row in made:
        tampered.sql(
            "UPDATE ledger SET payload = ?, previous = ?, hash = ? WHERE book = ? AND sequence = ?",
            *(row[name] for name in ("payload", "previous", "hash", "book", "sequence")),
        )


def damages(report: Report) -> set[tuple[str, str]]:
    return {(damage.book, damage.kind) for book in report.books for damage in book.damages}


def test_both_books_verify_and_the_copy_is_compared(later: SmallYear, data: Path) -> None:
    report = verify(data)
    assert report.ok, report.first
    (copy,) = next(book.copies for book in report.books if book.book == LATER)
    assert (copy.source, copy.compared) == (EARLIER, True)
    assert (replay(later.desk.engine, LATER).mismatches, replay(later.desk.engine, LATER).uncompared) == ((), 0)


def test_without_last_years_book_verify_and_replay_say_that_they_could_not_compare(
    later: SmallYear, data: Path
) -> None:
    without_earlier(later, data)
    report = verify(data)
    assert report.ok, report.first
    (copy,) = next(book.copies for book in report.books if book.book == LATER)
    assert not copy.compared
    again = replay(later.desk.engine, LATER)
    assert (again.mismatches, again.uncompared) == ((), 1)


def test_a_bundle_carries_the_copy_scores_with_it_and_says_that_it_could_not_be_compared(
    later: SmallYear, data: Path, tmp_path: Path
) -> None:
    concluded = later.review()
    sign_head(later.desk, LATER)
    with later.desk.reading() as session:
        source = Source(session, LATER, data / "heads", data / "evidence")
        report = export_book(source, tmp_path / "bundle", with_evidence=True)
    assert report.ok
    assert f"from 来自 {EARLIER}, not here to compare" in report_text(report)
    assert f"record 记录 {concluded.sequence}" in report_text(report)


@pytest.mark.parametrize(
    "change",
    [
        lambda copy: copy.update(hash="0" * 64),
        lambda copy: copy["score"].update(sequence=1),
        lambda copy: copy["facts"][0].update(hash="0" * 64),
        lambda copy: copy["findings"][0].update(sequence=3),
        lambda copy: copy.update(source="example-district/2023/rehearsal"),
        lambda copy: copy.update(source="other-district/2024/rehearsal"),
        lambda copy: copy.pop("until"),
    ],
    ids=["head", "score", "fact", "finding", "two-years-before", "another-bureau", "nameless"],
)
def test_a_copy_that_names_what_last_years_book_does_not_hold_is_damaged(
    later: SmallYear, data: Path, change: Callable[[dict[str, object]], None]
) -> None:
    rewritten(later, data, change)
    assert (LATER, "copy-differs") in damages(verify(data))


@pytest.mark.parametrize(
    "change",
    [
        lambda copy: copy["facts"][0].update(value="99.00"),
        lambda copy: copy["findings"].clear(),
        lambda copy: copy["score"].update(total="99.00"),
    ],
    ids=["fact", "findings", "total"],
)
def test_a_copy_with_other_words_is_found_by_replay(
    later: SmallYear, data: Path, change: Callable[[dict[str, object]], None]
) -> None:
    rewritten(later, data, change)
    assert "copy" in {one.what for one in replay(later.desk.engine, LATER).mismatches}


def test_an_earlier_copy_is_made_again_as_the_book_stood_then(desk: Desk) -> None:
    earlier = SmallYear(desk, EARLIER, earlier_text()).begin()
    later = SmallYear(desk, LATER, later_text()).begin()
    earlier.file_targets()
    later.carry("carry/1")
    earlier.monitor()
    earlier.evaluate()
    earlier.review(found("rules"))
    later.carry("carry/2")
    with Session(desk.engine) as session:
        kinds = session.exec(select(LedgerRecord.kind).where(col(LedgerRecord.book) == LATER)).all()
    assert list(kinds).count("fact.carried") == 2
    assert replay(desk.engine, LATER).mismatches == ()


def test_a_copy_until_before_the_first_record_is_found_by_replay(later: SmallYear, data: Path) -> None:
    rewritten(later, data, lambda copy: copy.update(until=0))
    assert ("copy", "KeyError(0)") in [(one.what, one.replayed) for one in replay(later.desk.engine, LATER).mismatches]


def test_last_years_book_that_can_no_longer_be_read_is_found_by_replay(later: SmallYear, data: Path) -> None:
    later.desk.engine.dispose()
    Tampered(data).sql("UPDATE ledger SET payload = ? WHERE book = ? AND sequence = 1", b"{}", EARLIER)
    (mismatch,) = replay(later.desk.engine, LATER).mismatches
    assert mismatch.what == "copy"
    assert "record.malformed" in mismatch.replayed
