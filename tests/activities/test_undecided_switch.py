"""A switch of rubrics whose new evaluation stayed undecided: what is settled then is graded by the rubric in force."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from audit.verifier.verify_books import verify
from tests.support.acknowledging import Acknowledging
from tests.support.out_of_order import Forgetful, faulty
from tests.support.sealed import second_office
from tests.support.shijing import BOOK, local, rubric_file
from tests.support.switching import adopt, approve, corrected, propose
from tests.support.told_again import told_again

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.templates import Templates

ROW = "performance-rules"
ANSWERED = "\nacknowledgement:\n  silence: true\n"
DAY = "2022-04-15"


@pytest.fixture
def year(templates: Templates, tmp_path: Path) -> Iterator[Acknowledging]:
    """A row was scored lower than the rules do, and is disputed; a second person of the office is there."""
    year = templates.take(Acknowledging, "review.conclude", tmp_path / "data")
    second_office(year)
    year.conclude_review((ROW, "1"))
    year.dispute(ROW)
    yield year
    year.desk.engine.dispose()


def switch_with_the_engine_out_of_order(year: Acknowledging, yaml: str) -> None:
    own = sha256(year.rubric_yaml().encode()).hexdigest()
    proposal = propose(year, adopt(year, yaml, day=DAY), from_hash=own, day=DAY)
    in_order = year.desk
    year.desk = replace(in_order, evaluators=faulty(Forgetful))
    approve(year, proposal, day=DAY)
    year.desk = in_order


def test_a_dispute_is_graded_by_the_rubric_in_force_whoever_computes_it(year: Acknowledging) -> None:
    lower = corrected(("{name: 优, least: 90}", "{name: 优, least: 85}"))
    switch_with_the_engine_out_of_order(year, f"{lower}{ANSWERED}")
    settled = year.settle((ROW, "2"))
    assert settled.review is not None
    assert (settled.review.total, settled.review.grade) == ("89.75", "优")
    assert year.replayed().mismatches == ()
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    told_again(year, rubric_file().rubric, local("2022-04-30"))
