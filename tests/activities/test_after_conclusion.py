"""After a year has ended and before its book is sealed, amending needs the bureau's leave: rows, a day, a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.verifier.verify_books import verify
from models.amendment_orders import AllowAmendment
from models.amendment_tables import AllowedAmendment
from models.commands import Answer, ReviewedRow, ReviewResult, Seal
from tests.support.amendments import TEN, amend, result
from tests.support.proofs import add, version
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, local, shijing_facts

if TYPE_CHECKING:
    from tests.support.shijing import Shijing

# The book was concluded on the 2nd of June.
DAY, LAST, AFTER = "2022-07-01", "2022-07-08", "2022-07-09"
ROW = "income-variance"


def allow(year: Shijing, *rows: str, until: str = LAST, day: str = DAY, who: str = "office") -> int:
    request = "/".join(("allow", *rows, until, day))
    reason = year.commit(request, "reason", "决算批复晚于自评")
    paper = {"document": "穗云财〔2022〕9号", "title": "关于同意更正的函"}
    order = AllowAmendment(department=DEPARTMENT, rows=rows or (ROW,), until=until, reason=reason, **paper)
    return year.order(request, order, who, day).receipt.sequence


def proof(year: Shijing, day: str = DAY, row: str = ROW) -> int:
    piece = year.proof("late", row, b"late proof", "late.txt")
    return year.act("self-evaluation", "evidence.add", piece, "filler", local(day)).sequence


def test_without_leave_nothing_is_amended_in_an_ended_year(played: Shijing) -> None:
    with refused(played.desk, "amendment.not-allowed") as told:
        amend(played, TEN, day=DAY)
    assert told.params == {"department": DEPARTMENT, "act": "self-evaluation.amend"}
    with refused(played.desk, "amendment.not-allowed"):
        proof(played)


def test_with_leave_the_score_changes_the_review_opens_again_and_is_concluded(played: Shijing) -> None:
    leave = allow(played)
    receipt = amend(played, TEN, day=DAY)
    assert receipt.change is not None
    assert (receipt.change.total_before, receipt.change.total_after) == ("90.25", "89.75")
    assert played.turn("review").state == "open"
    scored = ReviewResult(rows=(ReviewedRow(row="performance-rules", score="2", reason="1" * 64),))
    played.act("review", "review.conclude", scored, "reviewer", local(AFTER))
    assert played.turn("review").state == "done"
    assert proof(played) > leave
    assert played.replayed().mismatches == ()
    assert verify(played.desk.evidence.folder.parent, (BOOK,)).ok
    with played.desk.reading() as session:
        kept = session.get_one(AllowedAmendment, (BOOK, leave))
    assert (kept.rows, kept.until, kept.document) == (f'["{ROW}"]', LAST, "穗云财〔2022〕9号")


def test_evidence_is_amended_under_leave_as_well(played: Shijing) -> None:
    allow(played, "carry-over")
    new = version(played, "signed", b"signed", _added(played))
    receipt = played.act("self-evaluation", "evidence.amend", new, "filler", local(DAY))
    assert receipt.sequence
    assert played.replayed().mismatches == ()


def _added(year: Shijing) -> int:
    return add(year, "draft", b"draft")


@pytest.mark.parametrize(
    ("row", "given"),
    [("carry-over", "income-variance"), ("performance-rules", "income-variance")],
)
def test_figures_of_other_rows_stay_as_they_are(played: Shijing, row: str, given: str) -> None:
    allow(played, row)
    with refused(played.desk, "amendment.other-rows") as told:
        amend(played, TEN, day=DAY)
    assert told.params == {"given": given, "wanted": row, "document": "穗云财〔2022〕9号"}


def test_results_of_indicators_bear_on_the_rows_that_look_at_them(played: Shijing) -> None:
    allow(played)
    with refused(played.desk, "amendment.other-rows") as told:
        amend(played, results=(result(shijing_facts().results[0].indicator, met="no"),), day=DAY)
    assert told.params["wanted"] == ROW


def test_evidence_of_another_row_is_refused(played: Shijing) -> None:
    allow(played)
    with refused(played.desk, "amendment.other-rows"):
        proof(played, row="carry-over")


def test_the_last_day_counts_and_the_day_after_it_is_over(played: Shijing) -> None:
    allow(played)
    proof(played, LAST)
    with refused(played.desk, "amendment.over") as told:
        proof(played, AFTER)
    assert told.params == {"department": DEPARTMENT, "until": LAST, "document": "穗云财〔2022〕9号"}


def test_the_newest_leave_is_the_one_that_counts(played: Shijing) -> None:
    allow(played)
    allow(played, "carry-over", until="2022-08-01")
    with refused(played.desk, "amendment.other-rows"):
        proof(played)
    proof(played, AFTER, "carry-over")


def test_leave_covers_amending_and_what_moved_by_it_and_nothing_else(played: Shijing) -> None:
    allow(played)
    with refused(played.desk, "amendment.outside"):
        played.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local(DAY))
    with refused(played.desk, "amendment.outside"):
        played.act("review", "review.conclude", ReviewResult(), "reviewer", local(DAY))


def test_a_running_year_needs_no_leave(shijing: Shijing) -> None:
    shijing.play(until="review.conclude")
    with refused(shijing.desk, "amendment.year-running"):
        allow(shijing, day="2022-04-01")
    assert amend(shijing, TEN).change is not None


def test_a_year_that_ended_before_its_book_needs_leave_too(shijing: Shijing) -> None:
    shijing.play(until="review.conclude")
    shijing.conclude_year(local("2022-06-02"))
    with refused(shijing.desk, "amendment.not-allowed"):
        amend(shijing, TEN, day=DAY)
    allow(shijing)
    assert amend(shijing, TEN, day=DAY).change is not None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"until": "2022-06-30"}, "amendment.until-over"),
        ({"until": "soon"}, "amendment.bad-day"),
        ({"who": "security"}, "act.not-appointed"),
        ({"who": "reviewer"}, "act.not-appointed"),
    ],
)
def test_leave_that_cannot_be_given_is_refused(played: Shijing, changed: dict[str, str], code: str) -> None:
    with refused(played.desk, code):
        allow(played, **changed)


def test_leave_for_a_row_that_is_not_there_is_refused(played: Shijing) -> None:
    with refused(played.desk, "row.unknown"):
        allow(played, "carry")


def test_a_seal_ends_every_leave_and_only_an_addendum_opens_again(played: Shijing) -> None:
    allow(played)
    played.order("seal", Seal(number=1), "security", DAY)
    with refused(played.desk, "ledger.sealed"):
        proof(played)
    with refused(played.desk, "ledger.sealed"):
        allow(played, until="2022-09-01")


def test_what_was_opened_again_keeps_the_seal_off_until_it_is_done(played: Shijing) -> None:
    allow(played)
    amend(played, TEN, day=DAY)
    with refused(played.desk, "seal.unfinished"):
        played.order("seal", Seal(number=1), "security", DAY)
