"""A filing that the department takes back: by its day, before the bureau's act, and as if it had not been filed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.filings import filings_of
from audit.verifier.rescore import Rescoring
from audit.verifier.turns import Entry
from audit.verifier.verify_books import verify
from models.commands import Answer, ReviewResult
from models.ledger import LedgerRecord
from models.projections import Filing
from tests.support.amendments import TEN, amend
from tests.support.amendments import rows as score_rows
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, awaited_of, local, turn_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

SCORING = "self-evaluation"


def withdraw(year: Shijing, phase: str, day: str, who: str = "filler") -> Receipt:
    return year.act(phase, f"{phase}.withdraw", Answer(opinion="0" * 64), who, local(day))


def file(year: Shijing, phase: str, day: str) -> Receipt:
    content = year.mid_year() if phase == "monitoring" else year.filing(f"{phase}.file")
    return year.act(phase, f"{phase}.file", content, "filler", local(day))


def rows(year: Shijing, phase: str) -> list[tuple[str, int, str | None]]:
    with year.desk.reading() as session:
        query = select(Filing).where(col(Filing.phase) == phase).order_by(col(Filing.sequence))
        return [(one.received_at, one.days_late, one.withdrawn_at) for one in session.exec(query)]


@pytest.mark.parametrize(("phase", "act"), [("targets", "targets.approve"), ("monitoring", "monitoring.accept")])
def test_what_waits_for_the_bureau_can_be_taken_back_and_is_awaited_by_the_day_that_it_had(
    before: Callable[[str], Shijing], phase: str, act: str
) -> None:
    year = before(act)
    with year.desk.reading() as session:
        (filed,) = filings_of(session, BOOK, DEPARTMENT, phase)
    awaited = awaited_of(withdraw(year, phase, filed.received_at[:10]), phase)
    assert (awaited.act, awaited.role, awaited.due) == (f"{phase}.file", "filler", filed.due)
    with year.desk.reading() as session:
        assert filings_of(session, BOOK, DEPARTMENT, phase) == []


def test_what_was_withdrawn_stays_on_the_record_with_both_moments(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    ((first, late, _),) = rows(year, "targets")
    withdraw(year, "targets", "2020-11-04")
    file(year, "targets", "2020-11-05")
    assert rows(year, "targets") == [(first, late, local("2020-11-04")), (local("2020-11-05"), 0, None)]


def test_lateness_is_judged_on_the_filing_that_stands(before: Callable[[str], Shijing]) -> None:
    """Nobody files something in time to take it back and file late."""
    year = before("targets.approve")
    withdraw(year, "targets", "2020-11-04")
    assert file(year, "targets", "2021-01-15").days_late > 0
    with year.desk.reading() as session:
        assert [one.days_late > 0 for one in filings_of(session, BOOK, DEPARTMENT, "targets")] == [True]


def test_after_its_day_a_filing_is_not_taken_back(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    with year.desk.reading() as session:
        (filed,) = filings_of(session, BOOK, DEPARTMENT, "targets")
    with refused(year.desk, "withdrawal.too-late") as told:
        withdraw(year, "targets", "2021-01-15")
    assert told.params == {"act": "targets.withdraw", "department": DEPARTMENT, "due": filed.due}


def test_the_day_itself_is_still_in_time(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    with year.desk.reading() as session:
        (filed,) = filings_of(session, BOOK, DEPARTMENT, "targets")
    assert turn_of(withdraw(year, "targets", filed.due), "targets").state == "open"


def test_what_the_bureau_has_approved_is_not_taken_back(before: Callable[[str], Shijing]) -> None:
    with refused(before("monitoring.file").desk, "act.locked"):
        withdraw(before("monitoring.file"), "targets", "2020-11-11")


@pytest.fixture
def scored(before: Callable[[str], Shijing]) -> Shijing:
    """Self-evaluated in time; the review has not opened."""
    year = before("self-evaluation.file")
    file(year, SCORING, "2022-03-14")
    return year


def test_a_withdrawn_self_evaluation_is_open_and_its_review_waits_for_the_next(scored: Shijing) -> None:
    assert turn_of(withdraw(scored, SCORING, "2022-03-15"), SCORING).state == "open"
    assert turn_of(scored.open_phase("review"), "review").awaited is None
    with refused(scored.desk, "review.returned"):
        scored.act("review", "review.conclude", ReviewResult(), "reviewer", local("2022-04-06"))
    assert awaited_of(file(scored, SCORING, "2022-04-07"), "review").since == "2022-04-07"


def test_a_self_evaluation_whose_review_has_opened_is_taken_back_until_it_is_concluded(scored: Shijing) -> None:
    scored.open_phase("review")
    receipt = withdraw(scored, SCORING, "2022-03-16")
    assert turn_of(receipt, "review").awaited is None
    file(scored, SCORING, "2022-03-17")
    scored.act("review", "review.conclude", ReviewResult(), "reviewer", local("2022-03-17", "11:00"))
    with refused(scored.desk, "withdrawal.review-begun"):
        withdraw(scored, SCORING, "2022-03-18")


def test_what_was_amended_goes_with_the_filing_that_it_amended(scored: Shijing) -> None:
    amend(scored, TEN, day="2022-03-15")
    withdraw(scored, SCORING, "2022-03-16")
    assert [withdrawn for _, _, withdrawn in rows(scored, SCORING)] == [local("2022-03-16")] * 2
    with refused(scored.desk, "act.not-your-turn"):
        amend(scored, TEN, day="2022-03-17")


def test_the_book_of_a_withdrawal_verifies_and_replays(scored: Shijing, tmp_path: Path) -> None:
    amend(scored, TEN, day="2022-03-15")
    withdraw(scored, SCORING, "2022-03-16")
    file(scored, SCORING, "2022-03-17")
    assert scored.replayed().mismatches == ()
    (data,) = tmp_path.glob("before-*")
    assert verify(data, (BOOK,)).ok


def test_the_verifier_makes_the_same_scores_of_what_was_filed_after_a_withdrawal(scored: Shijing) -> None:
    amend(scored, TEN, day="2022-03-15")
    withdraw(scored, SCORING, "2022-03-16")
    receipt = file(scored, SCORING, "2022-03-25")
    assert receipt.days_late > 0
    with scored.desk.reading() as session:
        records = session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))).all()
    again = Rescoring(BOOK)
    damages = [
        again.take(
            Entry(
                one.sequence,
                one.kind,
                one.subject_department or "",
                one.happened_at,
                one.received_at,
                json.loads(one.payload),
            )
        )
        for one in records
    ]
    assert [each for each in damages if each] == []
    on_time = [row["rules"] for row in score_rows(scored).values() if "/evaluated-on-time/" in str(row["rules"])]
    assert ["evaluated-on-time/no" in str(rules) for rules in on_time] == [True]
