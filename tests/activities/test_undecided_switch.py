"""A dispute while the newest evaluation is undecided, as after a switch of rubrics: it waits for a decided one."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.verifier.verify_books import verify
from models.commands import Reevaluate
from models.ledger import LedgerRecord
from tests.support.acknowledging import Acknowledging
from tests.support.out_of_order import Forgetful, faulty
from tests.support.refusals import refused
from tests.support.sealed import second_office
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file
from tests.support.switching import adopt, approve, corrected, propose
from tests.support.told_again import told_again

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.templates import Templates

ROW = "performance-rules"
ANSWERED = "\nacknowledgement:\n  silence: true\n"
DAY = "2022-04-15"
EVALUATE = Reevaluate(department=DEPARTMENT, stage="score")
GRADES = ("{name: 优, least: 90}", "{name: 优, least: 85}")


@pytest.fixture
def year(templates: Templates, tmp_path: Path) -> Iterator[Acknowledging]:
    """A row was scored lower than the rules do, and is disputed; a second person of the office is there."""
    year = templates.take(Acknowledging, "review.conclude", tmp_path / "data")
    second_office(year)
    year.conclude_review((ROW, "1"))
    year.dispute(ROW)
    yield year
    year.desk.engine.dispose()


@contextmanager
def out_of_order(year: Acknowledging) -> Iterator[None]:
    """Engine and interpreter disagree meanwhile."""
    in_order = year.desk
    year.desk = replace(in_order, evaluators=faulty(Forgetful))
    yield
    year.desk = in_order


def switch_with_the_engine_out_of_order(year: Acknowledging, yaml: str) -> None:
    own = sha256(year.rubric_yaml().encode()).hexdigest()
    proposal = propose(year, adopt(year, yaml, day=DAY), from_hash=own, day=DAY)
    with out_of_order(year):
        approve(year, proposal, day=DAY)


def test_a_dispute_waits_until_the_newest_evaluation_is_decided(year: Acknowledging) -> None:
    with out_of_order(year):
        year.order("again", EVALUATE, day=DAY)
    for score in ("2", None):
        with refused(year.desk, "dispute.undecided") as refusal:
            year.settle((ROW, score))
        assert refusal.params == {"department": DEPARTMENT, "sequence": str(newest(year, "evaluation.undecided"))}
    year.order("once-more", EVALUATE, day=DAY)
    settled = year.settle((ROW, "2"))
    assert settled.review is not None
    assert (settled.review.total, settled.review.grade) == ("89.75", "良")
    assert year.replayed().mismatches == ()
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    told_again(year, rubric_file().rubric, local("2022-04-30"))


def test_an_evaluation_that_changes_the_score_in_the_end_takes_the_dispute_to_the_review(year: Acknowledging) -> None:
    switch_with_the_engine_out_of_order(year, f"{corrected(GRADES)}{ANSWERED}")
    with refused(year.desk, "dispute.undecided"):
        year.settle((ROW, "2"))
    year.order("again", EVALUATE, day=DAY)
    with refused(year.desk, "acknowledgement.review-open"):
        year.settle((ROW, "2"))
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok


@pytest.mark.parametrize("score", ["2", None])
def test_what_is_settled_in_spite_of_an_undecided_evaluation_is_told(
    year: Acknowledging, monkeypatch: pytest.MonkeyPatch, score: str | None
) -> None:
    switch_with_the_engine_out_of_order(year, f"{corrected(GRADES)}{ANSWERED}")
    monkeypatch.setattr("activities.review_outcome._latest_score", lambda *_: None)
    year.settle((ROW, score))
    (damage,) = verify(year.desk.evidence.folder.parent, (BOOK,)).books[0].damages
    assert (damage.kind, damage.sequence) == ("score-differs", newest(year, "acknowledgement.answered"))
    assert damage.detail == {"undecided": str(newest(year, "evaluation.undecided"))}


def newest(year: Acknowledging, kind: str) -> int:
    """The last record of a kind."""
    with year.desk.reading() as session:
        return max(session.exec(select(LedgerRecord.sequence).where(col(LedgerRecord.kind) == kind)))
