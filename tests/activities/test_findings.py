"""Findings of a review: each answered, returned and closed by itself; rectification ends with the last of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from models.commands import Answer, ReviewResult
from models.findings import Finding, Measure, NewFinding
from models.projections import Task
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, awaited_of, local, turn_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

RULES, LINK = "finding/rules", "finding/budget-link"
# Thirty days from the opening on 5 May; the fourth of June is a Saturday, and calendar days count it.
DUE = "2022-06-04"


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """Rectification has begun with two findings."""
    year = before("review.conclude")
    findings = (
        NewFinding(finding="rules", row="performance-rules", text="1" * 64),
        NewFinding(finding="budget-link", row="carry-over", text="2" * 64),
    )
    year.act("review", "review.conclude", ReviewResult(findings=findings), "reviewer", local("2022-04-12"))
    year.open_phase("rectification")
    return year


def mend(year: Shijing, matter: str, at: str) -> Receipt:
    measure = year.measure(f"{matter}/{at}", "已制定绩效管理办法。")
    return year.act(matter, "finding.answer", measure, "filler", at)


def accept(year: Shijing, matter: str, at: str) -> Receipt:
    return year.act(matter, "finding.accept", Answer(), "reviewer", at)


def findings(year: Shijing) -> dict[str, Finding]:
    with year.desk.reading() as session:
        return {one.finding: one for one in session.exec(select(Finding))}


def test_each_finding_has_a_task_and_a_deadline_of_its_own(year: Shijing) -> None:
    receipt = year.open_phase("rectification")
    assert (turn_of(receipt, "rectification").state, turn_of(receipt, "rectification").awaited) == ("open", None)
    for matter in (RULES, LINK):
        awaited = awaited_of(receipt, matter)
        assert (awaited.act, awaited.role, awaited.due) == ("finding.answer", "filler", DUE)
    assert {name: one.state for name, one in findings(year).items()} == {"rules": "ordered", "budget-link": "ordered"}


def test_one_finding_answered_in_time_and_one_late(year: Shijing) -> None:
    assert mend(year, RULES, "2022-06-04T15:59:59.999999Z").days_late == 0
    assert mend(year, LINK, "2022-06-04T16:00:00.000000Z").days_late == 1
    found = findings(year)
    assert (found["rules"].state, found["rules"].days_late) == ("answered", 0)
    assert (found["budget-link"].state, found["budget-link"].days_late) == ("answered", 1)
    assert found["rules"].measure != found["budget-link"].measure
    with year.desk.reading() as session:
        query = select(Task).where(col(Task.act) == "finding.answer").order_by(col(Task.sequence))
        assert [(task.matter, task.days_late) for task in session.exec(query)] == [(RULES, 0), (LINK, 1)]


def test_rectification_is_done_when_the_last_finding_is_accepted_and_not_before(year: Shijing, tmp_path: Path) -> None:
    mend(year, RULES, local("2022-05-20"))
    mend(year, LINK, local("2022-05-20"))
    assert [turn.matter for turn in accept(year, LINK, local("2022-05-23")).turns] == [LINK]
    assert year.turn("rectification").state == "open"
    last = accept(year, RULES, local("2022-05-24"))
    assert [(turn.matter, turn.state) for turn in last.turns] == [(RULES, "done"), ("rectification", "done")]
    assert year.turns() == []
    assert {one.state for one in findings(year).values()} == {"closed"}
    # The end of a phase is vouched for outside the database.
    (head,) = (tmp_path / "before-0" / "heads" / BOOK.replace("/", "~")).glob(f"{last.sequence:010d}.head")
    assert head.is_file()
    assert year.replayed().mismatches == ()


def test_an_answered_finding_that_is_not_accepted_keeps_rectification_open(year: Shijing) -> None:
    mend(year, RULES, local("2022-05-20"))
    accept(year, RULES, local("2022-05-23"))
    mend(year, LINK, local("2022-05-23"))
    year.act(LINK, "finding.return", Answer(opinion="0" * 64), "reviewer", local("2022-05-24"))
    assert year.turn("rectification").state == "open"


def test_a_finding_returned_is_answered_again_and_its_first_lateness_stays(year: Shijing) -> None:
    mend(year, RULES, local("2022-06-07"))
    returned = year.act(RULES, "finding.return", Answer(opinion="0" * 64), "reviewer", local("2022-06-08"))
    # Ten working days; the third of June was Dragon Boat's holiday and is over.
    assert awaited_of(returned, RULES).due == "2022-06-22"
    assert findings(year)["rules"].state == "ordered"
    first = findings(year)["rules"].measure
    assert mend(year, RULES, local("2022-06-10")).days_late == 0
    accept(year, RULES, local("2022-06-13"))
    found = findings(year)["rules"]
    assert (found.state, found.days_late) == ("closed", 3)
    assert found.measure != first


def test_the_answer_to_a_finding_is_to_be_judged_within_ten_working_days(year: Shijing) -> None:
    awaited = awaited_of(mend(year, RULES, local("2022-05-20")), RULES)
    assert (awaited.act, awaited.role, awaited.due) == ("finding.accept", "reviewer", "2022-06-06")


def test_nobody_answers_what_was_not_found(year: Shijing) -> None:
    with refused(year.desk, "matter.unknown") as told:
        year.act("finding/ruless", "finding.answer", year.measure("r", "已制定"), "filler", local("2022-05-20"))
    assert told.params == {"phase": "finding/ruless", "matter": "finding/ruless", "department": DEPARTMENT}


def test_rectification_as_a_whole_cannot_be_answered_or_accepted(year: Shijing) -> None:
    with refused(year.desk, "act.wrong-course") as told:
        year.act("rectification", "finding.accept", Answer(), "reviewer", local("2022-05-20"))
    assert told.params == {"act": "finding.accept", "course": "rectification", "wanted": "finding"}


def test_evidence_may_follow_as_long_as_a_finding_is_open(year: Shijing) -> None:
    proof = year.proof("proof", "performance-rules", b"rules", "rules.txt")
    receipt = year.act("rectification", "evidence.add", proof, "filler", local("2022-06-20"))
    assert (receipt.days_late, [turn.state for turn in receipt.turns]) == (0, ["open"])


def test_a_finding_has_no_task_before_rectification_begins(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    findings_of = ReviewResult(findings=(NewFinding(finding="rules", row="performance-rules", text="1" * 64),))
    year.act("review", "review.conclude", findings_of, "reviewer", local("2022-04-12"))
    with refused(year.desk, "matter.unknown"):
        year.act(RULES, "finding.answer", year.measure("r", "已制定"), "filler", local("2022-04-20"))
    assert findings(year)["rules"].state == "ordered"


def planned(**words: object) -> Measure:
    told = {"measure": "a" * 64, "owner": "b" * 64, "plan": "c" * 64, "done_by": "2022-06-30", **words}
    return Measure.model_validate(told)


def test_an_answer_says_who_sees_to_what_until_when_and_what_proves_it(year: Shijing) -> None:
    proof = year.proof("proof", "performance-rules", b"rules", "rules.txt")
    year.act("rectification", "evidence.add", proof, "filler", local("2022-05-20"))
    year.act(RULES, "finding.answer", planned(evidence=[proof.sha256]), "filler", local("2022-05-20"))
    found = findings(year)["rules"]
    assert (found.owner, found.plan, found.done_by) == ("b" * 64, "c" * 64, "2022-06-30")
    assert found.evidence == f'["{proof.sha256}"]'
    assert year.replayed().mismatches == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"owner": None}, "finding.plan-incomplete"),
        ({"plan": None, "owner": None}, "finding.plan-incomplete"),
        ({"done_by": "2022-02-30"}, "finding.bad-day"),
        ({"evidence": ["d" * 64]}, "finding.unknown-evidence"),
    ],
    ids=["no-owner", "only-a-day", "no-day", "no-proof"],
)
def test_a_plan_that_is_incomplete_or_unproved_is_refused(year: Shijing, words: dict[str, object], code: str) -> None:
    with refused(year.desk, code):
        year.act(RULES, "finding.answer", planned(**words), "filler", local("2022-05-20"))
