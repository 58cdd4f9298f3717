"""A warning's way: answered with a choice and a plan, returned or accepted, and spoken of until it is closed."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from app.tasks import list_tasks
from deadlines.local_time import at_local
from models.commands import Answer, WarningAnswer
from models.projections import Alert
from tests.support.refusals import refused
from tests.support.shijing import DEPARTMENT, PEOPLE, awaited_of, local
from tests.support.warned import EXHIBITIONS, SPENDING, answer, states, tasks, warnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

# The answers are due on the first of September; that day ends in Shanghai at four in the afternoon in UTC.
LAST_MICROSECOND = "2021-09-01T15:59:59.999999Z"
ONE_LATER = "2021-09-01T16:00:00.000000Z"


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """Two warnings wait for the department's answer; the monitoring is accepted."""
    return before("warning.answer")


@pytest.mark.parametrize(("at", "days"), [(LAST_MICROSECOND, 0), (ONE_LATER, 1), ("2021-09-02T16:00:00.000000Z", 2)])
def test_an_answer_is_in_time_to_the_end_of_its_day_and_then_a_day_late(year: Shijing, at: str, days: int) -> None:
    receipt = answer(year, EXHIBITIONS, at, "adjust-target")
    assert receipt.days_late == days
    warning = warnings(year)[EXHIBITIONS]
    assert (warning.state, warning.choice, warning.answered_at) == ("answered", "adjust-target", at)
    assert warning.days_late == days
    assert tasks(year, EXHIBITIONS)[0] == ("warning.answer", 1, "2021-09-01", "done", days)
    # The other one is not answered by this.
    assert states(year)[SPENDING] == "raised"


def test_an_answer_is_to_be_judged_by_the_bureau_within_ten_working_days(year: Shijing) -> None:
    awaited = awaited_of(answer(year, SPENDING, local("2021-08-30")), SPENDING)
    assert (awaited.act, awaited.role, awaited.due) == ("warning.accept", "reviewer", "2021-09-13")


def test_an_accepted_answer_closes_the_warning(year: Shijing) -> None:
    answer(year, SPENDING, local("2021-08-30"), "cancel")
    receipt = year.act(SPENDING, "warning.accept", Answer(), "reviewer", local("2021-09-07"))
    assert [(turn.matter, turn.state, turn.awaited) for turn in receipt.turns] == [(SPENDING, "done", None)]
    assert states(year) == {EXHIBITIONS: "raised", SPENDING: "closed"}
    assert {state for _, _, _, state, _ in tasks(year, SPENDING)} == {"done"}
    with refused(year.desk, "act.not-your-turn"):
        answer_again = WarningAnswer(choice="continue", plan="1" * 64)
        year.act(SPENDING, "warning.answer", answer_again, "filler", local("2021-09-08"))


def test_a_returned_answer_is_asked_for_again_and_the_lateness_of_the_first_one_stays(year: Shijing) -> None:
    answer(year, EXHIBITIONS, local("2021-09-03"))
    returned = year.act(EXHIBITIONS, "warning.return", Answer(opinion="0" * 64), "reviewer", local("2021-09-06"))
    assert awaited_of(returned, EXHIBITIONS).due == "2021-09-18"
    assert states(year)[EXHIBITIONS] == "raised"
    again = answer(year, EXHIBITIONS, local("2021-09-07"), "adjust-target")
    assert again.days_late == 0
    warning = warnings(year)[EXHIBITIONS]
    assert (warning.choice, warning.answered_at, warning.days_late) == ("adjust-target", local("2021-09-03"), 2)
    assert [(act, turn, late) for act, turn, _, _, late in tasks(year, EXHIBITIONS)] == [
        ("warning.answer", 1, 2),
        ("warning.accept", 1, 0),
        ("warning.answer", 2, 0),
        ("warning.accept", 2, 0),
    ]


def test_an_answer_that_came_in_time_is_not_made_late_by_its_return(year: Shijing) -> None:
    answer(year, SPENDING, local("2021-08-30"))
    year.act(SPENDING, "warning.return", Answer(opinion="0" * 64), "reviewer", local("2021-08-31"))
    assert answer(year, SPENDING, local("2021-12-01")).days_late > 0
    assert warnings(year)[SPENDING].days_late == 0


def test_the_bureau_does_not_answer_in_the_departments_place_nor_the_other_way_round(year: Shijing) -> None:
    with refused(year.desk, "act.not-appointed") as told:
        plan = WarningAnswer(choice="continue", plan="1" * 64)
        year.act(SPENDING, "warning.answer", plan, "reviewer", local("2021-08-30"))
    assert told.params["role"] == "filler"
    answer(year, SPENDING, local("2021-08-30"))
    with refused(year.desk, "act.not-appointed") as told:
        year.act(SPENDING, "warning.accept", Answer(), "filler", local("2021-08-31"))
    assert (told.params["actor"], told.params["role"]) == (PEOPLE["filler"], "reviewer")


def test_an_answer_chooses_what_the_rules_of_the_procedure_offer() -> None:
    with pytest.raises(ValidationError, match="literal_error"):
        WarningAnswer.model_validate({"choice": "ignore", "plan": "1" * 64})


# -- the clock ----------------------------------------------------------------------------------------------------


def alerts(year: Shijing, matter: str) -> list[tuple[str, int, str, str, str]]:
    with year.desk.reading() as session:
        query = select(Alert).where(col(Alert.matter) == matter).order_by(col(Alert.sequence))
        return [(one.kind, one.days, one.act, one.to_role, one.happened_at) for one in session.exec(query)]


def test_a_warning_is_spoken_of_up_its_own_ladder_also_in_the_phases_after_its_own(year: Shijing) -> None:
    year.climb(at_local(date(2021, 9, 30), time()))
    assert alerts(year, SPENDING) == [
        ("reminder", 7, "warning.answer", "filler", local("2021-08-25", "09:00")),
        ("reminder", 3, "warning.answer", "filler", local("2021-08-29", "09:00")),
        ("reminder", 1, "warning.answer", "filler", local("2021-08-31", "09:00")),
        ("overdue", 0, "warning.answer", "performance-office", local("2021-09-02", "00:00")),
        ("overdue", 3, "warning.answer", "performance-office", local("2021-09-05", "00:00")),
        ("overdue", 10, "warning.answer", "performance-office", local("2021-09-12", "00:00")),
    ]


def test_nothing_more_is_said_of_a_warning_that_is_closed(year: Shijing) -> None:
    answer(year, SPENDING, local("2021-08-30"))
    year.act(SPENDING, "warning.accept", Answer(), "reviewer", local("2021-08-30", "11:00"))
    before = alerts(year, SPENDING)
    year.climb(at_local(date(2022, 3, 1), time()))
    assert alerts(year, SPENDING) == before
    assert len(alerts(year, EXHIBITIONS)) == 6


def test_a_warning_that_nobody_answers_stays_open_to_the_years_end_and_is_seen(shijing: Shijing) -> None:
    shijing.play(without=("warning.answer", "warning.accept"))
    assert states(shijing) == {EXHIBITIONS: "raised", SPENDING: "raised"}
    open_tasks = list_tasks(shijing.desk, None, "tianbao")
    assert [(task.department, task.matter, task.act, task.due) for task in open_tasks] == [
        (DEPARTMENT, EXHIBITIONS, "warning.answer", "2021-09-01"),
        (DEPARTMENT, SPENDING, "warning.answer", "2021-09-01"),
    ]
    assert [one[:2] for one in alerts(shijing, SPENDING)][-1] == ("overdue", 10)
    assert shijing.replayed().mismatches == ()
