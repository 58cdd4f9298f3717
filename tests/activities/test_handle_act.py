from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, select

from activities.errors import RefusedError
from audit.errors import IdempotencyConflictError
from deadlines.errors import ActError
from models.commands import Answer, ReviewResult
from models.evidence import NewEvidence
from models.findings import NewFinding
from models.ledger import LedgerRecord
from tests.support.shijing import PEOPLE, local

if TYPE_CHECKING:
    from models.commands import Content
    from tests.support.shijing import Shijing

REQUEST = "shijing/filing/1"


def records(year: Shijing) -> list[LedgerRecord]:
    with Session(year.desk.engine) as session:
        return list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))))


@pytest.fixture
def filed(shijing: Shijing) -> Shijing:
    """The monitoring was filed under `REQUEST`, with its evaluation."""
    shijing.play(until="monitoring.file")
    shijing.act("monitoring", "monitoring.file", shijing.mid_year(), "filler", local("2021-08-18"), REQUEST)
    return shijing


def test_an_act_its_evaluation_and_its_warnings_are_written_together(filed: Shijing) -> None:
    act, evaluation, warnings = records(filed)[-3:]
    assert (act.kind, evaluation.kind, warnings.kind) == ("monitoring.filed", "evaluation.made", "warnings.raised")
    assert (act.actor, act.role, act.received_at) == (PEOPLE["filler"], "filler", local("2021-08-18"))
    for following in (evaluation, warnings):
        assert (following.actor, following.recorded_at) == ("system", act.recorded_at)


def test_the_same_request_gets_its_first_receipt_whenever_it_comes_again(filed: Shijing) -> None:
    before = records(filed)
    again = filed.act("monitoring", "monitoring.file", filed.mid_year(), "filler", local("2021-12-31"), REQUEST)
    act, evaluation, _ = before[-3:]
    assert (again.sequence, again.hash, again.days_late) == (act.sequence, act.hash, 0)
    assert again.score is not None
    assert (again.score.sequence, again.score.warnings) == (evaluation.sequence, 2)
    assert records(filed) == before


def test_another_content_under_a_used_key_is_a_conflict_and_nothing_is_written(filed: Shijing) -> None:
    before = records(filed)
    other = filed.mid_year(mid_year_spent="9000.00")
    with pytest.raises(IdempotencyConflictError) as refused:
        filed.act("monitoring", "monitoring.file", other, "filler", local("2021-08-18"), REQUEST)
    assert (refused.value.params["key"], refused.value.params["sequence"]) == (REQUEST, str(before[-3].sequence))
    assert records(filed) == before


@pytest.mark.parametrize(
    ("act", "who"), [("monitoring.accept", "reviewer"), ("monitoring.file", "reviewer"), ("targets.file", "filler")]
)
def test_another_act_or_person_under_a_used_key_is_a_conflict(filed: Shijing, act: str, who: str) -> None:
    content: Content = Answer() if act == "monitoring.accept" else filed.mid_year()
    with pytest.raises(IdempotencyConflictError):
        filed.act("monitoring", act, content, who, local("2021-08-18"), REQUEST)


@pytest.mark.parametrize(
    ("act", "who", "code"),
    [
        ("monitoring.accept", "filler", "act.not-appointed"),
        ("monitoring.return", "office", "act.not-appointed"),
        ("monitoring.file", "filler", "act.not-your-turn"),
    ],
)
def test_a_refused_act_leaves_no_trace(filed: Shijing, act: str, who: str, code: str) -> None:
    before = records(filed)
    content: Content = filed.mid_year() if act == "monitoring.file" else Answer()
    with pytest.raises((RefusedError, ActError), match=re.escape(code)):
        filed.act("monitoring", act, content, who, local("2021-08-25"))
    assert records(filed) == before


def test_evidence_that_was_never_stored_cannot_be_named(shijing: Shijing) -> None:
    shijing.play(until="evidence.add")
    before = records(shijing)
    absent = NewEvidence(row="budget-completion", sha256="0" * 64, size=3, media_type="text/plain", name="1" * 64)
    with pytest.raises(RefusedError) as refused:
        shijing.act("self-evaluation", "evidence.add", absent, "filler", local("2022-03-10"))
    assert refused.value.code == "evidence.not-stored"
    assert records(shijing) == before


def test_a_finding_is_ordered_once(shijing: Shijing) -> None:
    shijing.play(until="review.conclude")
    before = records(shijing)
    finding = NewFinding(finding="rules", row="performance-rules", text="0" * 64)
    with pytest.raises(RefusedError) as refused:
        shijing.act(
            "review", "review.conclude", ReviewResult(findings=(finding, finding)), "reviewer", local("2022-04-12")
        )
    assert (refused.value.code, refused.value.params) == ("finding.repeated", {"finding": "rules"})
    assert records(shijing) == before


def test_nothing_can_be_done_in_a_phase_that_has_not_begun(shijing: Shijing) -> None:
    before = records(shijing)
    with pytest.raises(RefusedError, match=r"phase\.not-open"):
        shijing.act("targets", "targets.file", shijing.filing("targets.file"), "filler", local("2020-10-10"))
    assert records(shijing) == before
