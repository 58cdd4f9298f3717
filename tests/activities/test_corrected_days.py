"""Days and appointments that were recorded wrongly are put right by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from models.commands import Appoint, Extend
from models.corrections import RightAppointment, RightDay
from models.payloads import ScoreChanged
from models.projections import Appointment, Filing, Task
from models.score_changes import ScoreChange
from tests.activities.correcting import RIGHT, sound
from tests.support.refusals import refused
from tests.support.sealed import (
    approve,
    authorise,
    conclude,
    propose,
    seal,
    second_office,
)
from tests.support.shijing import BOOK, DEPARTMENT, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing


# -- a day --------------------------------------------------------------------------------------------------------


@pytest.fixture
def extended(before: Callable[[str], Shijing]) -> Shijing:
    """The self-evaluation was extended to the 21st of March where the 31st was meant."""
    year = before("self-evaluation.file")
    second_office(year)
    wanted = Extend(department=DEPARTMENT, matter="self-evaluation", due="2022-03-21", document="d", reason="a" * 64)
    year.order("extend", wanted, day="2022-03-16")
    return year


def put_right(year: Shijing, due: str = "2022-03-31", day: str = "2022-03-17") -> Receipt:
    proposal = propose(year, "deadline.extended", RightDay(due=due), "office", day=day)
    return approve(year, proposal, "office-2", day=day)


def test_what_is_awaited_gets_the_right_day(extended: Shijing) -> None:
    receipt = put_right(extended)
    (turn,) = receipt.turns
    assert turn.awaited is not None
    assert turn.awaited.due == "2022-03-31"
    filing = extended.filing("self-evaluation.file")
    filed = extended.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-30"))
    assert filed.days_late == 0
    assert sound(extended)


def test_a_day_may_be_put_right_to_an_earlier_one_but_not_before_the_first(extended: Shijing) -> None:
    with refused(extended.desk, "deadline.not-later"):
        put_right(extended, "2022-03-18")
    put_right(extended, "2022-03-20")
    assert sound(extended)


def test_what_was_judged_late_on_the_wrong_day_is_judged_and_scored_anew(extended: Shijing) -> None:
    filing = extended.filing("self-evaluation.file")
    late = extended.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-25"))
    assert (late.days_late, late.score and late.score.total) == (4, "90.25")
    receipt = put_right(extended, day="2022-03-28")
    assert receipt.score is not None
    assert receipt.score.total == "91.25"
    with extended.desk.reading() as session:
        assert session.exec(select(Filing).where(col(Filing.phase) == "self-evaluation")).one().days_late == 0
        assert session.get_one(Task, (BOOK, DEPARTMENT, "self-evaluation", "self-evaluation.file", 1)).days_late == 0
        changed = ScoreChanged.model_validate_json(session.exec(select(ScoreChange)).one().document)
    assert (changed.act, changed.total_before, changed.total_after) == ("correction.approved", "90.25", "91.25")
    assert sound(extended)


def test_a_correction_makes_nothing_late_that_came_in_time(extended: Shijing) -> None:
    filing = extended.filing("self-evaluation.file")
    extended.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-21"))
    with refused(extended.desk, "correction.makes-late"):
        put_right(extended, "2022-03-19", "2022-03-28")


def test_an_extension_is_approved_by_another_person_of_the_office(extended: Shijing) -> None:
    proposal = propose(extended, "deadline.extended", RightDay(due="2022-03-31"), "office-2", day="2022-03-17")
    with refused(extended.desk, "correction.own"):
        approve(extended, proposal, "office", day="2022-03-17")


# -- an appointment -----------------------------------------------------------------------------------------------


def test_an_appointment_that_was_ended_by_mistake_holds_again(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    someone = "p-0000000000000000000000c3"
    wanted = Appoint(appointee=someone, role="reviewer", from_day="2020-10-09", to_day="2020-12-31")
    year.order("appoint", wanted, "security", "2020-10-12")
    right = RightAppointment(from_day="2020-10-09", to_day=None)
    approve(year, propose(year, "appointment.made", right, "security", day="2020-10-13"), day="2020-10-13")
    with year.desk.reading() as session:
        held = session.exec(select(Appointment).where(col(Appointment.actor) == someone)).one()
    assert (held.from_day, held.to_day) == ("2020-10-09", None)
    assert sound(year)


# -- after the year -----------------------------------------------------------------------------------------------


def test_a_concluded_book_is_corrected_only_in_an_addendum_that_allows_it(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    conclude(year)
    with refused(year.desk, "correction.seal-first"):
        propose(year, "review.concluded", RIGHT)
    seal(year)
    with refused(year.desk, "ledger.sealed"):
        propose(year, "review.concluded", RIGHT)
    authorise(year, corrections=True, department=None)
    receipt = approve(year, propose(year, "review.concluded", RIGHT))
    assert receipt.review is not None
    assert receipt.review.total == "90.25"
    seal(year, 2)
    assert sound(year)


def test_what_has_moved_on_since_the_proposal_is_not_approved(extended: Shijing) -> None:
    first = propose(extended, "deadline.extended", RightDay(due="2022-03-31"), "office", day="2022-03-17")
    wanted = Extend(department=DEPARTMENT, matter="self-evaluation", due="2022-04-02", document="e", reason="b" * 64)
    extended.order("extend-2", wanted, day="2022-03-18")
    with refused(extended.desk, "correction.superseded"):
        approve(extended, first, "office-2", day="2022-03-18")
