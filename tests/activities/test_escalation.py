"""What is overdue is told further up: one record for each role that the ladder names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.turn import new_turn, phase_of
from audit.project.turns import _ladder
from audit.replay import replay
from deadlines.deadline import Deadline
from deadlines.local_time import at_local
from models.projections import Alert
from models.receipts import Awaited, EscalationStep
from rules.core.rubric import Escalation
from tests.support.shijing import BOOK, rubric_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

MORNING = at_local(date(2022, 3, 29), time(9))


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The self-evaluation was due on 18 March 2022 and is not filed."""
    return before("self-evaluation.file")


def told(year: Shijing) -> list[tuple[str, int]]:
    with year.desk.reading() as session:
        query = select(Alert).where(col(Alert.kind) == "overdue", col(Alert.days) == 10)
        return sorted((one.to_role, one.days) for one in session.exec(query) if one.matter == "self-evaluation")


def test_the_leadership_is_told_once_beside_the_performance_office(year: Shijing) -> None:
    turn = year.turn("self-evaluation")
    for role in ("leadership", "filler", None, "leadership"):
        assert year.say(turn, "overdue", 10, MORNING, role)
    assert told(year) == [("filler", 10), ("leadership", 10), ("performance-office", 10)]
    assert not replay(year.desk.engine, BOOK).mismatches


def test_the_owner_of_an_escalation_is_the_role_whose_act_is_awaited() -> None:
    phase = phase_of(rubric_file().rubric, "self-evaluation")
    phase = replace(phase, escalation=(Escalation(3, "owner"), Escalation(10, "leadership")))
    turn = new_turn("review", "review", "open", phase, Deadline(date(2022, 4, 1), provisional=False), date(2022, 3, 1))
    assert turn.awaited is not None
    assert turn.awaited.escalation == (
        EscalationStep(days=3, to_role="reviewer"),
        EscalationStep(days=10, to_role="leadership"),
    )


def test_a_ladder_without_escalation_is_kept_as_books_before_it_kept_theirs() -> None:
    awaited = Awaited(act="targets.file", role="filler", since="2022-01-01", due="2022-02-01", reminders=(3,))
    assert _ladder(awaited) == '{"since": "2022-01-01", "reminders": [3], "overdue": [], "extended_on": null}'
    further = awaited.model_copy(update={"escalation": (EscalationStep(days=10, to_role="leadership"),)})
    assert '"escalation": [{"days": 10, "to_role": "leadership"}]' in _ladder(further)
