"""A department's answer to its final score: confirmed, disputed row by row, or taken from its silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.deem_acknowledged import deem_acknowledged
from activities.signatures import DeadlineCall, Deemed
from audit.verifier.verify_books import verify
from models.acknowledgements import Acknowledgement, Dispute
from models.commands import Answer, Reevaluate
from models.ledger import LedgerRecord
from models.projections import Alert, Review
from tests.support.acknowledging import ACKNOWLEDGEMENT, DUE, Acknowledging, Demanding
from tests.support.amendments import TEN, amend
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, awaited_of, local, rubric_file, turn_of
from tests.support.told_again import told_again
from tests.support.waiting import waits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.templates import Templates

    Begin = Callable[[type[Acknowledging]], Acknowledging]

ROW = "performance-rules"


@pytest.fixture
def begun(templates: Templates, tmp_path: Path) -> Iterator[Begin]:
    """The year right before its review is concluded, under a form of this kind."""
    years: list[Acknowledging] = []

    def begin(form: type[Acknowledging]) -> Acknowledging:
        years.append(templates.take(form, "review.conclude", tmp_path / f"data-{len(years)}"))
        return years[-1]

    yield begin
    for year in years:
        year.desk.engine.dispose()


@pytest.fixture
def year(begun: Begin) -> Acknowledging:
    return begun(Acknowledging)


def finals(year: Acknowledging) -> list[tuple[str, str]]:
    with year.desk.reading() as session:
        return [(one.total, one.grade) for one in session.exec(select(Review).order_by(col(Review.sequence)))]


def answers(year: Acknowledging) -> list[tuple[str, str | None]]:
    with year.desk.reading() as session:
        query = select(Acknowledgement).order_by(col(Acknowledgement.review_sequence))
        return [(one.state, one.actor) for one in session.exec(query)]


def silence(year: Acknowledging, due: str = DUE) -> Deemed:
    call = DeadlineCall(
        book=BOOK,
        epoch=1,
        department=DEPARTMENT,
        matter=ACKNOWLEDGEMENT,
        happened_at=local("2022-04-26", "00:00"),
        act="acknowledgement.confirm",
        role="filler",
        due=due,
        kind="silence",
        days=0,
    )
    return deem_acknowledged(year.desk, call)


def sound(year: Acknowledging) -> None:
    """The book replays, verifies, and its exported scores come out again."""
    assert not year.replayed().mismatches
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    told_again(year, rubric_file().rubric, local("2022-04-30"))


def test_a_concluded_review_asks_the_department_within_ten_working_days(year: Acknowledging) -> None:
    awaited = awaited_of(year.conclude_review(), ACKNOWLEDGEMENT)
    assert (awaited.act, awaited.role, awaited.since, awaited.due) == (
        "acknowledgement.confirm",
        "filler",
        "2022-04-12",
        DUE,
    )
    assert answers(year) == [("awaited", None)]


def test_a_form_that_asks_for_no_answer_awaits_none(before: Callable[[str], Acknowledging]) -> None:
    plain = before("finding.answer")
    assert plain.turn(ACKNOWLEDGEMENT).state == "unopened"


def test_a_confirmed_score_is_on_the_record_with_whoever_confirmed_it(year: Acknowledging) -> None:
    year.conclude_review()
    receipt = year.act(ACKNOWLEDGEMENT, "acknowledgement.confirm", Answer(), "filler", local("2022-04-13"))
    assert turn_of(receipt, ACKNOWLEDGEMENT).state == "done"
    ((state, actor),) = answers(year)
    assert (state, actor) == ("confirmed", "p-0000000000000000000000a4")
    with refused(year.desk, "act.not-your-turn"):
        year.dispute(ROW)


def test_a_row_changed_after_a_dispute_changes_total_and_grade_and_the_owner_hears_of_it(year: Acknowledging) -> None:
    reviewed = year.conclude_review((ROW, "1"))
    year.dispute(ROW)
    assert finals(year) == [(reviewed.review.total, reviewed.review.grade)] if reviewed.review else False
    settled = year.settle((ROW, "2"))
    assert settled.review is not None
    assert reviewed.review is not None
    assert [(row.row, row.score, row.reason) for row in settled.review.rows] == [(ROW, "2", "7" * 64)]
    assert float(settled.review.total) == float(reviewed.review.total) + 1
    assert turn_of(settled, ACKNOWLEDGEMENT).state == "done"
    with year.desk.reading() as session:
        alerts = session.exec(select(Alert).where(col(Alert.kind) == "score-changed")).all()
        (row,) = session.exec(select(Dispute))
    assert [(one.to_role, one.act) for one in alerts] == [("filler", "acknowledgement.answer")]
    assert (row.state, row.score, row.answered_by) == ("changed", "2", "p-0000000000000000000000a3")
    assert answers(year) == [("settled", "p-0000000000000000000000a3")]
    sound(year)


def test_a_row_that_goes_back_to_its_rule_score_is_confirmed_again(year: Acknowledging) -> None:
    year.conclude_review((ROW, "1"))
    year.dispute(ROW)
    settled = year.settle((ROW, "2.5"))
    assert settled.review is not None
    assert settled.review.rows == ()
    sound(year)


def test_an_upheld_row_leaves_the_final_score_as_it_was(year: Acknowledging) -> None:
    year.conclude_review((ROW, "1"))
    before = finals(year)
    year.dispute(ROW)
    assert year.settle((ROW, None)).review is None
    assert finals(year) == before
    with year.desk.reading() as session:
        assert [(one.state, one.score) for one in session.exec(select(Dispute))] == [("upheld", None)]
        assert session.exec(select(Alert).where(col(Alert.kind) == "score-changed")).all() == []
    sound(year)


def test_a_dispute_may_rest_only_on_evidence_that_is_on_record(year: Acknowledging) -> None:
    year.conclude_review()
    with refused(year.desk, "dispute.unknown-evidence"):
        year.dispute(ROW, evidence=("a" * 64,))
    proof = year.proof("proof", "carry-over", b"accounts", "accounts.txt")
    year.act("self-evaluation", "evidence.add", proof, "filler", local("2022-04-13"))
    year.dispute(ROW, evidence=(proof.sha256,))
    assert year.turn(ACKNOWLEDGEMENT).state == "filed"


@pytest.mark.parametrize(
    ("rows", "code"), [(("nothing",), "dispute.unknown-row"), ((ROW, ROW), "dispute.repeated-row")]
)
def test_a_dispute_names_rows_of_the_final_score_once(year: Acknowledging, rows: tuple[str, ...], code: str) -> None:
    year.conclude_review()
    with refused(year.desk, code):
        year.dispute(*rows)


def test_an_answer_speaks_of_each_disputed_row_and_of_no_other(year: Acknowledging) -> None:
    year.conclude_review()
    year.dispute(ROW, "carry-over")
    for rows in ([(ROW, None)], [(ROW, None), ("carry-over", None), ("execution", None)]):
        with refused(year.desk, "dispute.other-rows"):
            year.settle(*rows)
    year.settle((ROW, None), ("carry-over", None))


def test_a_change_to_the_score_that_stands_is_refused(year: Acknowledging) -> None:
    year.conclude_review((ROW, "1"))
    year.dispute(ROW)
    with refused(year.desk, "dispute.unchanged"):
        year.settle((ROW, "1.00"))
    with refused(year.desk, "review.out-of-range"):
        year.settle((ROW, "100"))


def test_silence_counts_where_the_rubric_says_so_and_is_the_clocks_own_record(year: Acknowledging) -> None:
    year.conclude_review()
    first, again = silence(year), silence(year)
    assert [turn.state for turn in first.turns] == ["done"]
    assert again == first
    assert answers(year) == [("silence", None)]
    with year.desk.reading() as session:
        (record,) = session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == "acknowledgement.deemed"))
    assert (record.actor, record.role) == ("system", "system")
    sound(year)


def test_silence_is_no_answer_where_the_rubric_does_not_say_so(
    begun: Begin,
) -> None:
    year = begun(Demanding)
    year.conclude_review()
    assert silence(year).turns == ()
    assert answers(year) == [("awaited", None)]


@pytest.mark.parametrize(("received", "counts"), [("2022-04-25", False), ("2022-04-26", True)])
def test_a_dispute_that_was_received_in_time_and_waits_is_no_silence(
    year: Acknowledging, received: str, counts: bool
) -> None:
    year.conclude_review()
    waits(year, ACKNOWLEDGEMENT, "acknowledgement.dispute", local(received))
    assert [turn.state for turn in silence(year).turns] == (["done"] if counts else [])


def test_silence_on_another_deadline_or_after_an_answer_means_nothing(year: Acknowledging) -> None:
    year.conclude_review()
    assert silence(year, "2022-04-20").turns == ()
    year.dispute(ROW)
    assert silence(year).turns == ()


def test_a_reopened_review_takes_the_question_back_and_asks_it_anew(year: Acknowledging) -> None:
    year.conclude_review()
    amend(year, TEN, day="2022-04-14")
    with refused(year.desk, "acknowledgement.review-open"):
        year.dispute(ROW, day="2022-04-15")
    assert silence(year).turns == ()
    again = awaited_of(year.conclude_review(day="2022-04-18"), ACKNOWLEDGEMENT)
    assert again.since == "2022-04-18"
    assert answers(year) == [("awaited", None), ("awaited", None)]
    sound(year)


def test_a_dispute_that_a_new_conclusion_overtook_can_be_raised_and_answered_again(year: Acknowledging) -> None:
    year.conclude_review((ROW, "1"))
    year.dispute(ROW)
    amend(year, TEN, day="2022-04-15")
    year.conclude_review((ROW, "1"), day="2022-04-18")
    year.dispute(ROW, day="2022-04-19")
    year.settle((ROW, "2"), day="2022-04-20")
    with year.desk.reading() as session:
        disputes = session.exec(select(Dispute).order_by(col(Dispute.sequence)))
        assert [(one.state, one.score) for one in disputes] == [("overtaken", None), ("changed", "2")]
    assert answers(year) == [("disputed", "p-0000000000000000000000a4"), ("settled", "p-0000000000000000000000a3")]
    sound(year)


def test_a_dispute_is_settled_on_the_evaluation_that_was_reviewed(year: Acknowledging) -> None:
    reviewed = year.conclude_review((ROW, "1"))
    year.dispute(ROW)
    year.order("again", Reevaluate(department=DEPARTMENT, stage="score"), day="2022-04-15")
    settled = year.settle((ROW, "2"))
    assert reviewed.review is not None
    assert settled.review is not None
    assert settled.review.evaluation_sequence == reviewed.review.evaluation_sequence
    sound(year)
