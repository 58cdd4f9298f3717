"""Last year's facts are copied from the book of the year before, or stated with evidence where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.verifier.verify_books import verify
from models.carrying import Carry
from models.commands import Amendment, Enrol, Filed, Reevaluate, ReviewedRow, ReviewResult
from models.ledger import Head, LedgerRecord
from rules.core.errors import FactsError
from rules.core.facts import Fact
from rules.core.writing import to_data
from rules.lint import lint
from tests.support.refusals import refused
from tests.support.two_years import AT, DAY, EARLIER, LATER, SmallYear, earlier_text, found, later_text
from tests.support.year import DEPARTMENT

if TYPE_CHECKING:
    from activities.desk import Desk

STATED = (
    Fact("last_score", "85", "statement", "上年复核结论", "分"),
    Fact("last_carry_over", "7.5", "statement", "上年决算", "%"),
    Fact("unmended", "0", "statement", "整改台账", "个"),
)


@pytest.fixture
def earlier(desk: Desk) -> SmallYear:
    """Last year's book, before its first phase."""
    return SmallYear(desk, EARLIER, earlier_text()).begin()


@pytest.fixture
def later(earlier: SmallYear) -> SmallYear:
    """This year's book, beside last year's."""
    return SmallYear(earlier.desk, LATER, later_text()).begin()


@pytest.fixture
def alone(desk: Desk) -> SmallYear:
    """This year's book, without one of the year before."""
    return SmallYear(desk, LATER, later_text()).begin()


def to_evaluation(year: SmallYear) -> None:
    year.file_targets()
    year.monitor()
    year.open_phase("self-evaluation")


def prove(year: SmallYear) -> None:
    for number, row in enumerate(("last-year", "last-carry-over", "repetition")):
        proof = year.proof(f"proof/{number}", row, b"proof", "proof.txt")
        year.act("self-evaluation", "evidence.add", proof, "filler", AT)


def codes(error: pytest.ExceptionInfo[FactsError]) -> dict[str, str]:
    return {problem.params["input"]: problem.code for problem in error.value.problems}


def test_both_rubrics_are_faultless(later: SmallYear) -> None:
    assert lint(later.file) == ()


def test_a_copy_names_book_record_and_hash_of_everything_that_it_holds(earlier: SmallYear, later: SmallYear) -> None:
    concluded = earlier.to_review(found("rules"))
    later.carry()
    copy = later.copy()
    with later.desk.reading() as session:
        head = session.get_one(Head, EARLIER)
        assert copy.score is not None
        named = [(one.sequence, one.hash) for one in copy.facts] + [(one.sequence, one.hash) for one in copy.findings]
        for sequence, hash_ in ((copy.score.sequence, copy.score.hash), *named):
            assert session.get_one(LedgerRecord, (EARLIER, sequence)).hash == hash_
    assert (copy.source, copy.until, copy.hash) == (EARLIER, head.sequence, head.hash)
    assert (copy.score.total, copy.score.grade, copy.score.sequence) == ("89.20", "良", concluded.sequence)
    assert {row.row: row.score for row in copy.score.rows}["filing"] == "10.00"
    assert {fact.input: fact.value for fact in copy.facts} == {
        "last_score": "89.20",
        "last_filing": "10.00",
        "last_carry_over": "7.5",
        "last_findings": "1",
        "unmended": "1",
    }
    assert [(one.finding, one.row, one.state) for one in copy.findings] == [("ledgers", "rules", "ordered")]
    assert copy.missing == ()


def test_what_the_reviewer_scored_is_what_is_copied(earlier: SmallYear, later: SmallYear) -> None:
    earlier.to_review(ReviewResult(rows=(ReviewedRow(row="filing", score="4", reason="a" * 64),)))
    later.carry()
    assert {fact.input: fact.value for fact in later.copy().facts}["last_filing"] == "4"


def test_a_score_that_is_not_final_yet_is_missing_and_a_later_copy_brings_it(
    earlier: SmallYear, later: SmallYear
) -> None:
    earlier.file_targets()
    earlier.monitor()
    earlier.evaluate()
    later.carry("carry/1")
    first = later.copy()
    assert first.score is None
    assert set(first.missing) == {"last_score", "last_filing", "last_findings", "unmended"}
    assert [fact.input for fact in first.facts] == ["last_carry_over"]
    earlier.review()
    later.carry("carry/2")
    assert later.copy().missing == ()
    assert later.copy().until > first.until
    assert later.replayed().mismatches == ()


def test_copied_facts_are_scored_and_nobody_types_them(earlier: SmallYear, later: SmallYear) -> None:
    earlier.to_review(found("rules"))
    to_evaluation(later)
    later.carry()
    with pytest.raises(FactsError) as told:
        later.file_evaluation(STATED[0])
    assert codes(told) == {"last_score": "facts.carried"}
    later.file_evaluation()
    rows = later.rows()
    assert (rows["last-year"], rows["last-carry-over"], rows["repetition"]) == ("5.00", "1.00", "3.00")
    assert later.rows("basis")["last-year"] == "recomputed"
    assert later.replayed().mismatches == ()
    assert verify(later.desk.evidence.folder.parent).ok


def test_without_a_book_of_last_year_nothing_is_copied_and_figures_are_stated_with_evidence(alone: SmallYear) -> None:
    with refused(alone.desk, "carry.no-earlier-book") as error:
        alone.carry()
    assert error.params["source"] == EARLIER
    to_evaluation(alone)
    with pytest.raises(FactsError) as told:
        alone.file_evaluation()
    assert set(codes(told).values()) == {"facts.not-carried"}
    with pytest.raises(FactsError) as told:
        alone.file_evaluation(*STATED)
    assert set(codes(told).values()) == {"facts.stated-unproved"}
    prove(alone)
    alone.file_evaluation(*STATED)
    assert (alone.rows()["last-year"], alone.rows("basis")["last-year"]) == ("5.00", "stated")
    assert alone.replayed().mismatches == ()


def test_a_figure_of_last_year_is_a_statement_and_not_a_printed_figure(alone: SmallYear) -> None:
    to_evaluation(alone)
    with pytest.raises(FactsError) as told:
        alone.file_evaluation(Fact("last_score", "85", "figure", "上年复核结论", "分"))
    assert codes(told) == {"last_score": "facts.carried-origin"}


def test_a_copy_takes_the_place_of_what_was_stated_when_it_is_evaluated_again(
    earlier: SmallYear, later: SmallYear
) -> None:
    to_evaluation(later)
    prove(later)
    later.file_evaluation(*STATED)
    before = later.rows()["repetition"]
    earlier.to_review(found("rules"))
    later.carry()
    later.order("again", Reevaluate(department=DEPARTMENT, stage="score"), day=DAY)
    assert (before, later.rows()["repetition"]) == (None, "3.00")
    amended = Amendment.model_validate({"lists": {"facts": [to_data(STATED[2])]}, "reason": "a" * 64})
    with pytest.raises(FactsError) as told:
        later.act("self-evaluation", "self-evaluation.amend", amended, "filler", AT)
    assert codes(told) == {"unmended": "facts.carried"}
    assert later.replayed().mismatches == ()


def test_a_finding_about_a_row_of_last_years_finding_counts_as_repeated(earlier: SmallYear, later: SmallYear) -> None:
    earlier.to_review(found("filing"))
    earlier.open_phase("rectification")
    earlier.mend()
    later.carry()
    later.file_targets()
    later.monitor()
    later.evaluate()
    assert later.rows()["repetition"] == "4.00"
    later.review(found("filing", "again"))
    later.order("again", Reevaluate(department=DEPARTMENT, stage="score"), day=DAY)
    assert later.rows()["repetition"] == "3.00"
    assert later.turn("review").state == "open"
    assert later.replayed().mismatches == ()


def test_a_department_that_last_years_book_does_not_know_is_refused(later: SmallYear) -> None:
    later.order("enrol/new", Enrol(department="new", name="新设部门", rubric_hash=later.file.hash), day=DAY)
    with refused(later.desk, "carry.not-there"):
        later.order("carry", Carry(department="new"), day=DAY)


def test_only_the_performance_office_copies(later: SmallYear) -> None:
    with refused(later.desk, "act.not-appointed"):
        later.order("carry", Carry(department=DEPARTMENT), "reviewer", day=DAY)


def test_the_same_order_sent_again_is_one_copy(earlier: SmallYear, later: SmallYear) -> None:
    earlier.file_targets()
    assert later.carry() == later.carry()


def test_of_a_judgement_that_was_filed_as_two_days_the_answer_is_copied(desk: Desk) -> None:
    text = earlier_text().replace(
        "制度, type: judgement, source: 单位制度}", "制度, type: judgement, clock: {days: 2}}", 1
    )
    earlier = SmallYear(desk, EARLIER, text).begin()
    earlier.file_targets()
    earlier.monitor()
    earlier.open_phase("self-evaluation")
    filed = earlier.filing("self-evaluation.file").model_dump(mode="json")["lists"]
    facts = [
        {**one, "value": "2024-09-02/2024-09-05"} if one["input"] == "rules_made" else one for one in filed["facts"]
    ]
    earlier.act("self-evaluation", "self-evaluation.file", Filed(lists={**filed, "facts": facts}), "filler", AT)
    earlier.review()
    witnessed = "witnessed: self-evaluation.filed-on-time"
    later = SmallYear(desk, LATER, later_text().replace(witnessed, "carried: figure/rules_made")).begin()
    assert lint(later.file) == ()
    later.carry()
    assert {fact.input: fact.value for fact in later.copy().facts}["self_evaluation_on_time"] == "no"
    assert later.replayed().mismatches == ()
