"""Targets in mid-year: locked, adjusted with the bureau's approval, scored for their quality, judged as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, delete, select

from audit.facts_of import Whose, targets_of
from audit.verifier.verify_books import verify
from models.commands import Answer, Appoint
from models.projections import Filing, Matter, Task
from models.target_tables import TargetAdjustment, TargetQuality
from models.targets import Adjustment
from tests.support.adjusting import ADJUSTMENT, EXHIBITIONS, PAPER, adjustment, answer, approval, ask, target
from tests.support.amendments import rows
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, awaited_of, local, rubric_file, turn_of
from tests.support.told_again import told_again

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

    Before = Callable[[str], Shijing]


@pytest.fixture
def mid_year(before: Before) -> Shijing:
    """The targets are approved, the monitoring is awaited."""
    return before("monitoring.file")


def in_force(year: Shijing) -> str | None:
    """The target of the exhibitions."""
    with year.desk.reading() as session:
        found = targets_of(rubric_file().rubric, Whose(session, BOOK, DEPARTMENT))["indicators"]
    return next(str(one["target"]) for one in found if isinstance(one, dict) and one["id"] == EXHIBITIONS)


def score_of_exhibitions(year: Shijing) -> str | None:
    score: str | None = next(row["score"] for name, row in rows(year).items() if name.endswith(EXHIBITIONS))
    return score


def evaluate(year: Shijing) -> None:
    """The mid-year reading is accepted, the self-evaluation is filed."""
    year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local("2021-08-26"))
    year.act("monitoring", "monitoring.accept", Answer(), "reviewer", local("2021-08-27"))
    year.open_phase("self-evaluation")
    file_evaluation(year)


def file_evaluation(year: Shijing, day: str = "2022-03-10") -> None:
    year.act("self-evaluation", "self-evaluation.file", year.filing("self-evaluation.file"), "filler", local(day))


def sound(year: Shijing) -> None:
    """The book replays, verifies, and a verifier that knows no tables comes to the same scores."""
    assert not year.replayed().mismatches
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    told_again(year, rubric_file().rubric, local("2022-04-30"))


def test_the_approval_of_targets_begins_their_adjustment_which_awaits_nobody(before: Before) -> None:
    year = before("targets.approve")
    assert year.turn(ADJUSTMENT).state == "unopened"
    with refused(year.desk, "matter.unknown"):
        ask(year, target(target="20"))
    receipt = year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-16"))
    turn = turn_of(receipt, ADJUSTMENT)
    assert (turn.course, turn.state, turn.awaited) == (ADJUSTMENT, "done", None)


def test_approved_targets_are_locked(mid_year: Shijing) -> None:
    with refused(mid_year.desk, "act.locked") as told:
        mid_year.act("targets", "targets.file", mid_year.filing("targets.file"), "filler", local("2021-08-20"))
    assert told.params["instead"] == "adjustment.file"


def test_the_bureau_answers_within_the_days_that_it_had_for_the_targets(mid_year: Shijing) -> None:
    awaited = awaited_of(ask(mid_year, target(target="20")), ADJUSTMENT)
    assert (awaited.act, awaited.role, awaited.since, awaited.due) == (
        "adjustment.approve",
        "reviewer",
        "2021-08-20",
        "2021-09-03",
    )


def test_old_and_new_are_kept_and_only_an_approved_adjustment_counts(mid_year: Shijing) -> None:
    ask(mid_year, target(target="150"))
    assert in_force(mid_year) == "15"
    answer(mid_year, "refuse")
    assert in_force(mid_year) == "15"
    ask(mid_year, target(target="120"), day="2021-08-25")
    assert in_force(mid_year) == "15"
    answer(mid_year, "approve", day="2021-08-25")
    assert in_force(mid_year) == "120"
    with mid_year.desk.reading() as session:
        kept = session.exec(select(TargetAdjustment).order_by(col(TargetAdjustment.sequence))).all()
        (filed,) = session.exec(select(Filing).where(col(Filing.phase) == "targets"))
    assert [(one.state, one.answered_by, one.opinion) for one in kept] == [
        ("refused", PEOPLE["reviewer"], "1" * 64),
        ("approved", PEOPLE["reviewer"], "1" * 64),
    ]
    assert all(PAPER in Adjustment.model_validate_json(one.document).document for one in kept)
    assert '"target":"15"' in filed.document


def test_completion_is_judged_by_the_adjusted_target(mid_year: Shijing) -> None:
    ask(mid_year, target(target="224"))
    answer(mid_year, "approve")
    evaluate(mid_year)
    assert score_of_exhibitions(mid_year) == "0.00"
    sound(mid_year)


def test_completion_is_judged_by_the_old_target_where_the_adjustment_was_refused(mid_year: Shijing) -> None:
    ask(mid_year, target(target="224"))
    answer(mid_year, "refuse")
    evaluate(mid_year)
    assert score_of_exhibitions(mid_year) == "2.00"
    sound(mid_year)


def test_what_is_judged_already_is_judged_by_no_other_target(mid_year: Shijing) -> None:
    ask(mid_year, target(target="224"))
    evaluate(mid_year)
    with refused(mid_year.desk, "adjustment.too-late"):
        answer(mid_year, "approve", day="2022-03-11")
    answer(mid_year, "refuse", day="2022-03-11")
    with refused(mid_year.desk, "adjustment.too-late"):
        ask(mid_year, target(target="224"), day="2022-03-12")


def test_a_returned_self_evaluation_opens_the_targets_again(mid_year: Shijing) -> None:
    evaluate(mid_year)
    mid_year.open_phase("review")
    mid_year.act("review", "self-evaluation.return", Answer(opinion="3" * 64), "reviewer", local("2022-04-01"))
    ask(mid_year, target(target="224"), day="2022-04-02")
    answer(mid_year, "approve", day="2022-04-06")
    file_evaluation(mid_year, "2022-04-07")
    assert score_of_exhibitions(mid_year) == "0.00"
    sound(mid_year)


def test_a_refusal_says_why(mid_year: Shijing) -> None:
    ask(mid_year, target(target="20"))
    with refused(mid_year.desk, "act.opinion-needed"):
        mid_year.act(ADJUSTMENT, "adjustment.refuse", Answer(), "reviewer", local("2021-08-24"))


def test_one_adjustment_waits_at_a_time(mid_year: Shijing) -> None:
    ask(mid_year, target(target="20"))
    with refused(mid_year.desk, "act.not-your-turn"):
        ask(mid_year, target(target="21"), day="2021-08-21")


def test_whoever_asked_does_not_approve(mid_year: Shijing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEOPLE, "turned", "p-0000000000000000000000b1")
    for role, first, last in (("filler", "2021-08-01", "2021-08-22"), ("reviewer", "2021-08-23", None)):
        department = DEPARTMENT if role == "filler" else None
        given = Appoint(appointee=PEOPLE["turned"], role=role, department=department, from_day=first, to_day=last)
        mid_year.order(f"appoint/turned/{role}", given, "security", "2021-08-01")
    ask(mid_year, target(target="20"), who="turned")
    with refused(mid_year.desk, "act.own-filing"):
        answer(mid_year, "approve", who="turned")


@pytest.mark.parametrize(
    ("targets", "code"),
    [
        ((), "adjustment.empty"),
        ((target(),), "adjustment.unchanged"),
        ((target(target="20"), target(target="21")), "adjustment.repeated"),
        ((target(target="20", id="nothing"),), "adjustment.unknown-target"),
        ((target(target="20", points="3"),), "facts.malformed"),
        ((target(target="viele"),), "facts.malformed"),
    ],
)
def test_an_adjustment_changes_targets_in_force_to_ones_that_the_rubric_admits(
    mid_year: Shijing, targets: tuple[dict[str, str], ...], code: str
) -> None:
    with refused(mid_year.desk, code):
        ask(mid_year, *targets)


def test_an_adjustment_lists_targets_and_nothing_else(mid_year: Shijing) -> None:
    content = adjustment(target(target="20")).model_copy(update={"lists": {"facts": [], "indicators": []}})
    with refused(mid_year.desk, "filing.wrong-lists"):
        mid_year.act(ADJUSTMENT, "adjustment.file", content, "filler", local("2021-08-20"))


def test_what_was_read_in_mid_year_stays_readable_under_the_new_targets(mid_year: Shijing) -> None:
    mid_year.act("monitoring", "monitoring.file", mid_year.mid_year(), "filler", local("2021-08-18"))
    with refused(mid_year.desk, "facts.malformed") as told:
        ask(mid_year, target(target="20", unit="千场次"))
    assert "facts.wrong-unit" in dict(told.faults)


def test_targets_that_were_approved_before_there_were_adjustments_get_theirs_with_the_next_phase(
    before: Before,
) -> None:
    year = before("monitoring.file")
    with Session(year.desk.engine) as session, session.begin():
        session.exec(delete(Matter).where(col(Matter.matter).in_((ADJUSTMENT, "monitoring"))))
        session.exec(delete(Task).where(col(Task.matter) == "monitoring"))
    assert year.turn(ADJUSTMENT).state == "unopened"
    receipt = year.open_phase("self-evaluation")
    assert turn_of(receipt, ADJUSTMENT).state == "done"
    assert year.turn(ADJUSTMENT).state == "done"


@pytest.mark.parametrize("score", ["0", "92.5", "100"])
def test_the_bureau_scores_the_quality_of_targets_with_their_approval(before: Before, score: str) -> None:
    year = before("targets.approve")
    sequence = year.act("targets", "targets.approve", approval(score), "reviewer", local("2020-11-16")).sequence
    with year.desk.reading() as session:
        (kept,) = session.exec(select(TargetQuality))
    assert (kept.score, kept.reason, kept.sequence) == (score, "2" * 64, sequence)
    sound(year)


@pytest.mark.parametrize("score", ["-1", "100.01", "good", "", "9e1", "1/3", "92.5%"])
def test_a_quality_score_is_a_decimal_from_nought_to_a_hundred(before: Before, score: str) -> None:
    year = before("targets.approve")
    with refused(year.desk, "targets.bad-quality"):
        year.act("targets", "targets.approve", approval(score), "reviewer", local("2020-11-16"))
