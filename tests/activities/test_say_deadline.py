"""Nobody is told to be overdue with what they have answered in time, whichever answer it is and while it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.values import instant
from tests.support.acknowledging import ACKNOWLEDGEMENT, DUE, Acknowledging
from tests.support.shijing import local
from tests.support.waiting import waits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.shijing import Shijing
    from tests.support.templates import Templates


def overdue(year: Shijing, matter: str, moment: str) -> bool:
    return year.say(year.turn(matter), "overdue", 0, instant(moment))


@pytest.mark.parametrize(("received", "said"), [(DUE, False), ("2022-04-26", True)])
@pytest.mark.parametrize("act", ["acknowledgement.confirm", "acknowledgement.dispute"])
def test_an_answer_to_a_final_score_that_waits_in_time_is_not_overdue(
    templates: Templates, tmp_path: Path, act: str, received: str, said: bool
) -> None:
    year = templates.take(Acknowledging, "review.conclude", tmp_path / "data")
    year.conclude_review()
    waits(year, ACKNOWLEDGEMENT, act, local(received))
    assert overdue(year, ACKNOWLEDGEMENT, local("2022-04-26", "00:00")) is said
    year.desk.engine.dispose()


@pytest.mark.parametrize(
    ("until", "matter", "act", "who"),
    [
        ("targets.approve", "targets", "targets.return", "reviewer"),
        ("monitoring.accept", "monitoring", "monitoring.return", "reviewer"),
        ("review.conclude", "review", "self-evaluation.return", "reviewer"),
    ],
)
def test_what_the_bureau_gives_back_in_time_is_answered(
    before: Callable[[str], Shijing], until: str, matter: str, act: str, who: str
) -> None:
    year = before(until)
    awaited = year.turn(matter).awaited
    assert awaited is not None
    waits(year, matter, act, local(awaited.due), who)
    assert not overdue(year, matter, local(awaited.due, "23:59"))


@pytest.mark.parametrize(("act", "who"), [("evidence.add", "filler"), ("collection.ask", "filler")])
def test_what_is_no_answer_leaves_its_task_overdue(before: Callable[[str], Shijing], act: str, who: str) -> None:
    year = before("evidence.add")
    waits(year, "self-evaluation", act, local("2022-03-10"), who)
    assert overdue(year, "self-evaluation", local("2022-03-19", "00:00"))
