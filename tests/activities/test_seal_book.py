"""Seals and addenda: what closes a book, what may follow, and every path to it refused in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.entry import Entry
from audit.verifier.verify_books import verify
from models.commands import Answer, ReviewResult, Seal
from models.ledger import Head
from models.payloads import CycleResumed
from models.projections import Book
from models.sealing_payloads import BookSealed
from models.sealing_tables import Addendum
from models.sealing_tables import Seal as SealRow
from models.values import instant
from tests.support.amendments import amend, figure
from tests.support.refusals import refused, whole_book
from tests.support.sealed import DAY, DOCUMENT, authorise, conclude, record_of, seal
from tests.support.shijing import BOOK, DEPARTMENT, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

RESUMED = Entry(
    kind="cycle.resumed",
    key="@book/resume/2",
    actor="system",
    role="system",
    happened_at=instant(local(DAY)),
    payload=CycleResumed(epoch=2, resumption="r"),
)


@pytest.fixture
def concluded(before: Callable[[str], Shijing]) -> Shijing:
    year = before("review.conclude")
    conclude(year)
    return year


@pytest.fixture
def sealed(concluded: Shijing) -> Shijing:
    seal(concluded)
    return concluded


def amended(year: Shijing, request: str = "amend") -> None:
    """Put another figure in: the score changes, and the review has to look again."""
    amend(year, figure("average_execution", value="50"), request=request, day=DAY)


def test_a_seal_is_the_last_record_of_the_period_and_the_head_after_it_is_signed(concluded: Shijing) -> None:
    with concluded.desk.reading() as session:
        size = session.get_one(Head, BOOK).sequence
    receipt = seal(concluded).receipt
    said = BookSealed.model_validate_json(record_of(concluded, "book.sealed").payload)
    assert (said.number, said.day, said.records, receipt.sequence) == (1, DAY, size, size + 1)
    assert receipt.sequence in concluded.desk.signer.checkpoints(BOOK)
    with concluded.desk.reading() as session:
        kept = session.get_one(SealRow, (BOOK, 1))
    assert (kept.records, kept.root, kept.sequence) == (size, said.root, size + 1)


def test_a_seal_sent_again_gets_its_first_receipt(concluded: Shijing) -> None:
    first = seal(concluded)
    before = whole_book(concluded.desk)
    assert seal(concluded) == first
    assert whole_book(concluded.desk) == before


def test_a_book_in_its_year_cannot_be_sealed(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    with refused(year.desk, "seal.not-concluded"):
        seal(year)


@pytest.mark.parametrize("who", ["office", "reviewer", "filler"])
def test_only_the_security_officer_seals(concluded: Shijing, who: str) -> None:
    with refused(concluded.desk, "act.not-appointed") as told:
        seal(concluded, who=who)
    assert told.params["role"] == "security-officer"


def test_a_seal_has_the_next_number_and_a_sealed_book_needs_none(concluded: Shijing) -> None:
    with refused(concluded.desk, "seal.number") as told:
        seal(concluded, 2)
    assert told.params["next"] == "1"
    seal(concluded)
    with refused(concluded.desk, "seal.standing"):
        concluded.order("again", Seal(number=2), "security", DAY)


def test_nothing_follows_a_seal_without_leave(sealed: Shijing) -> None:
    with refused(sealed.desk, "ledger.sealed") as told:
        amended(sealed)
    assert (told.params["seal"], told.params["what"]) == ("1", "self-evaluation.amended")
    with refused(sealed.desk, "book.concluded"):
        sealed.order("late", sealed.enrolment("tonghe", "同和"), day=DAY)
    with refused(sealed.desk, "ledger.sealed"), sealed.desk.writing(BOOK, 2) as writer:
        writer.append(RESUMED)


def test_an_addendum_takes_up_what_it_names_and_brings_to_an_end_what_it_began(sealed: Shijing) -> None:
    authorise(sealed, "self-evaluation")
    amended(sealed)
    assert sealed.turn("review").state == "open"
    with refused(sealed.desk, "seal.unfinished") as told:
        seal(sealed, 2)
    assert told.params["matter"] == "review"
    sealed.act("review", "review.conclude", ReviewResult(), "reviewer", local(DAY, "12:00"), "review-2")
    seal(sealed, 2)
    with sealed.desk.reading() as session:
        assert session.get_one(Addendum, (BOOK, 1)).state == "sealed"
        assert session.get_one(Book, BOOK).concluded
    assert sealed.replayed().mismatches == ()
    report = verify(sealed.desk.evidence.folder.parent, (BOOK,))
    assert report.ok
    assert [one.what for one in report.books[0].closings] == ["seal", "addendum", "seal"]


def test_evidence_may_follow_in_an_addendum(sealed: Shijing) -> None:
    authorise(sealed, "self-evaluation")
    proof = sealed.proof("proof", "performance-rules", b"rules", "办法.txt")
    receipt = sealed.act("self-evaluation", "evidence.add", proof, "filler", local(DAY), "proof")
    assert receipt.turns[0].state == "done"
    seal(sealed, 2)


def test_what_an_addendum_does_not_name_stays_closed(sealed: Shijing) -> None:
    authorise(sealed, corrections=True)
    with refused(sealed.desk, "ledger.outside-addendum") as told:
        amended(sealed)
    assert (told.params["document"], told.params["department"]) == (DOCUMENT, DEPARTMENT)


def test_the_addendum_ends_with_its_seal(sealed: Shijing) -> None:
    authorise(sealed, "self-evaluation")
    seal(sealed, 2)
    with refused(sealed.desk, "ledger.sealed"):
        amended(sealed)


def test_an_addendum_says_what_it_may_touch(sealed: Shijing) -> None:
    with refused(sealed.desk, "addendum.nothing"):
        authorise(sealed)
    with refused(sealed.desk, "addendum.no-department"):
        authorise(sealed, "self-evaluation", department=None, request="b")
    with refused(sealed.desk, "addendum.unknown-matter"):
        authorise(sealed, "finding/none", request="c")
    with refused(sealed.desk, "department.not-enrolled"):
        authorise(sealed, "review", department="nowhere", request="d")
    with refused(sealed.desk, "act.not-appointed"):
        authorise(sealed, "review", who="security", request="e")


def test_one_addendum_at_a_time_and_none_to_an_open_book(concluded: Shijing) -> None:
    with refused(concluded.desk, "addendum.not-sealed"):
        authorise(concluded, "review")
    seal(concluded)
    authorise(concluded, "review")
    with refused(concluded.desk, "addendum.open"):
        authorise(concluded, "review", request="second")


def test_an_act_that_is_authorised_still_needs_its_turn_and_its_role(sealed: Shijing) -> None:
    authorise(sealed, "review")
    with refused(sealed.desk, "act.not-your-turn"):
        sealed.act("review", "review.conclude", ReviewResult(), "reviewer", local(DAY))
    with refused(sealed.desk, "act.not-appointed"):
        sealed.act("review", "self-evaluation.return", Answer(opinion="0" * 64), "filler", local(DAY))
