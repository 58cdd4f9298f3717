"""A department takes note of a warning: on the record with its day, and nothing else changes by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Answer
from tests.support.refusals import refused
from tests.support.shijing import local
from tests.support.warned import EXHIBITIONS, SPENDING, answer, states, tasks, warnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

LATE = local("2021-09-03")


def test_taking_note_moves_no_day_ends_no_task_and_is_never_late(before: Callable[[str], Shijing]) -> None:
    year = before("warning.answer")
    waiting, turn = tasks(year, SPENDING), year.turn(SPENDING)
    receipt = year.act(SPENDING, "warning.acknowledge", Answer(), "filler", LATE)
    assert (receipt.turns, receipt.days_late) == ((), 0)
    assert (tasks(year, SPENDING), year.turn(SPENDING)) == (waiting, turn)
    found = {matter: (one.state, one.acknowledged_at) for matter, one in warnings(year).items()}
    assert found == {SPENDING: ("raised", LATE), EXHIBITIONS: ("raised", None)}
    assert answer(year, SPENDING, LATE).days_late == 2
    assert not year.replayed().mismatches


def test_note_is_taken_once_and_only_before_the_answer(before: Callable[[str], Shijing]) -> None:
    year = before("warning.answer")
    year.act(SPENDING, "warning.acknowledge", Answer(), "filler", local("2021-08-30"))
    with refused(year.desk, "warning.acknowledged"):
        year.act(SPENDING, "warning.acknowledge", Answer(), "filler", local("2021-08-31"))
    answer(year, EXHIBITIONS, local("2021-08-31"))
    with refused(year.desk, "act.not-your-turn"):
        year.act(EXHIBITIONS, "warning.acknowledge", Answer(), "filler", local("2021-08-31"))
    assert states(year) == {SPENDING: "raised", EXHIBITIONS: "answered"}
