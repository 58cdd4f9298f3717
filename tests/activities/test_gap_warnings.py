"""A target that runs away from spending is warned of like anything else, on the record, and comes out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.verifier.verify_books import verify
from rules.rubric_file import load_rubric
from tests.support.desks import copied, desk_at
from tests.support.shijing import BOOK, Shijing, local, rubric_file
from tests.support.told_again import told_again
from tests.support.warned import answer, warnings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.evaluators import Evaluators

_GAPS = """\
  gaps:
    - {id: gap, name: 目标与支出差距, ratio: {of: mid_year_spent, to: mid_year_budget}, apart: 10%}
"""
WARNED = "warning/1/gap/exhibitions"


class Gapped(Shijing):
    """The year under a form that watches the gap between targets and spending."""

    def rubric_yaml(self) -> str:
        return rubric_file().text.decode().replace("monitoring:\n", f"monitoring:\n{_GAPS}", 1)


@pytest.fixture
def year(empty_data: Path, tmp_path: Path, evaluators: Evaluators) -> Iterator[Gapped]:
    """Mid-year was filed, and its warnings wait for an answer."""
    year = Gapped(desk_at(copied(empty_data, tmp_path / "data"), evaluators))
    year.open()
    year.play(until="warning.answer")
    yield year
    year.desk.engine.dispose()


def test_a_gap_becomes_a_task_with_its_reason_and_is_proved_again(year: Gapped) -> None:
    found = warnings(year)[WARNED]
    assert (found.rule, found.about, found.colour) == ("gap", "exhibitions", "yellow")
    awaited = year.turn(WARNED).awaited
    assert awaited is not None
    assert (awaited.act, awaited.due) == ("warning.answer", "2021-09-01")
    answer(year, WARNED, local("2021-08-31"))
    assert year.turn(WARNED).state == "filed"
    assert year.replayed().mismatches == ()
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    assert told_again(year, load_rubric(year.rubric_yaml().encode()).rubric, local("2021-09-01"))
