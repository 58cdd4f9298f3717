"""Acts that the year is not open to: another phase's, the other side's turn, before the phase, after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.commands import Answer, ReviewResult, WarningAnswer
from models.findings import Measure
from tests.support.refusals import refused
from tests.support.shijing import local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing


def test_an_act_of_another_course_is_refused_with_the_course_that_it_belongs_to(
    before: Callable[[str], Shijing],
) -> None:
    year = before("targets.file")
    with refused(year.desk, "act.wrong-course") as told:
        year.act("targets", "review.conclude", ReviewResult(), "reviewer", local("2020-11-03"))
    assert told.params == {"act": "review.conclude", "course": "targets", "wanted": "review"}


def test_approving_before_anything_was_filed_is_not_the_reviewers_turn(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    with refused(year.desk, "act.not-your-turn") as told:
        year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-03"))
    assert told.params == {"act": "targets.approve", "state": "open", "allowed": "targets.file, collection.ask"}


def test_filing_twice_is_not_the_fillers_turn_while_the_bureau_has_to_answer(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    with refused(year.desk, "act.not-your-turn") as told:
        year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-04"))
    assert told.params["allowed"] == "targets.approve, targets.return, targets.withdraw"


def test_a_phase_that_is_done_is_open_to_nothing(before: Callable[[str], Shijing]) -> None:
    year = before("self-evaluation.file")
    with refused(year.desk, "act.not-your-turn") as told:
        year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local("2022-03-10"))
    assert told.params == {"act": "monitoring.file", "state": "done", "allowed": ""}


def test_nothing_can_be_done_before_the_phase_has_opened(shijing: Shijing) -> None:
    with refused(shijing.desk, "phase.not-open") as told:
        shijing.act("targets", "targets.file", shijing.filing("targets.file"), "filler", local("2020-10-11"))
    assert told.params == {"phase": "targets", "matter": "targets", "department": "shijing"}


@pytest.mark.parametrize("act", ["targets.files", "", "book.close"])
def test_an_act_that_nobody_knows_is_refused_with_those_there_are(before: Callable[[str], Shijing], act: str) -> None:
    year = before("targets.file")
    with refused(year.desk, "act.unknown") as told:
        year.act("targets", act, Answer(), "filler", local("2020-11-03"))
    assert told.params["act"] == act
    assert told.params["known"].startswith("targets.file, targets.approve, targets.return, targets.withdraw, ")


@pytest.mark.parametrize(
    ("act", "wanted"),
    [
        ("targets.file", "Filed"),
        ("self-evaluation.file", "Filed"),
        ("warning.answer", "WarningAnswer"),
        ("finding.answer", "Measure"),
    ],
)
def test_content_that_does_not_belong_to_the_act_is_refused(
    before: Callable[[str], Shijing], act: str, wanted: str
) -> None:
    year = before(act)
    matter = next(turn.matter for turn in year.turns() if turn.awaited is not None and turn.awaited.act == act)
    with refused(year.desk, "act.wrong-content") as told:
        year.act(matter, act, ReviewResult(), "filler", local("2022-05-10"))
    assert told.params == {"act": act, "given": "review", "wanted": wanted}


def test_a_review_cannot_be_concluded_by_a_mere_answer(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    with refused(year.desk, "act.wrong-content") as told:
        year.act("review", "review.conclude", Answer(), "reviewer", local("2022-04-12"))
    assert told.params == {"act": "review.conclude", "given": "answer", "wanted": "ReviewResult"}


def test_a_report_in_place_of_an_answer_is_refused(before: Callable[[str], Shijing]) -> None:
    year = before("finding.accept")
    with refused(year.desk, "act.wrong-content") as told:
        year.act("finding/rules", "finding.accept", Measure(measure="2" * 64), "reviewer", local("2022-06-01"))
    assert told.params["wanted"] == "Answer"


@pytest.mark.parametrize("matter", ["warning/9/spending-pace", "finding/rules", "", "books"])
def test_a_matter_that_there_is_not_is_refused_by_its_name(before: Callable[[str], Shijing], matter: str) -> None:
    year = before("warning.answer")
    with refused(year.desk, "matter.unknown") as told:
        answer = WarningAnswer(choice="continue", plan="1" * 64)
        year.act(matter, "warning.answer", answer, "filler", local("2021-08-30"))
    assert told.params == {"phase": matter, "matter": matter, "department": "shijing"}
