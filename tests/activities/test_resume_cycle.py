"""A book that is taken up again: one new epoch, every open year where it stood, and no pen left to the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from activities.errors import RefusedError
from activities.open_phase import open_phase
from activities.resume_cycle import resume_cycle
from activities.signatures import PhaseOpening, Resumption
from audit.errors import StaleEpochError
from audit.replay import replay
from audit.verifier import verify
from models.commands import Answer
from models.projections import Book
from tests.support.refusals import whole_book
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from activities.signatures import Resumed
    from tests.support.shijing import Shijing


def resume(year: Shijing, epoch: int = 2, resumption: str = "one", who: str = "office") -> Resumed:
    return resume_cycle(
        year.desk,
        Resumption(book=BOOK, epoch=epoch, resumption=resumption, actor=PEOPLE[who], happened_at=local("2022-04-01")),
    )


def test_a_year_goes_on_from_the_phase_and_the_turns_that_the_ledger_knows(
    before: Callable[[str], Shijing], shijing: Shijing
) -> None:
    year = before("self-evaluation.file")
    (found,) = resume(year).years
    assert shijing.start is not None
    assert found.plans == shijing.start.plans
    assert (found.epoch, found.plans[found.position].phase) == (2, "self-evaluation")
    # What is open, and the adjustment of the targets, which may be asked for at any time.
    living = (*year.turns(), year.turn("adjustment"))
    assert {turn.matter: turn for turn in found.turns} == {turn.matter: turn for turn in living}


def test_a_year_whose_self_evaluation_was_taken_back_goes_on_to_the_opening_of_its_review(
    before: Callable[[str], Shijing],
) -> None:
    year, day = before("self-evaluation.file"), local("2022-03-01")
    year.act("self-evaluation", "self-evaluation.file", year.filing("self-evaluation.file"), "filler", day)
    year.act("self-evaluation", "self-evaluation.withdraw", Answer(), "filler", day)
    (found,) = resume(year).years
    assert found.plans[found.position].phase == "review"


def test_a_year_whose_first_phase_is_not_open_yet_begins_at_it(shijing: Shijing) -> None:
    (found,) = resume(shijing).years
    assert (found.position, found.turns) == (0, ())


def test_a_year_that_has_ended_is_not_run_again(played: Shijing) -> None:
    found = resume(played)
    assert found.years == ()
    assert list(found.concluded) == [DEPARTMENT]


def test_what_still_runs_under_the_old_epoch_can_write_no_more(shijing: Shijing, data: Path) -> None:
    resume(shijing)
    with pytest.raises(StaleEpochError):
        shijing.open_phase("targets")
    with shijing.desk.reading() as session:
        assert session.get_one(Book, BOOK).epoch == 2
    assert replay(shijing.desk.engine, BOOK).mismatches == ()
    assert {damage.kind for damage in verify(data, (BOOK,)).books[0].damages} == set()


def test_an_attempt_that_is_repeated_writes_nothing_more(shijing: Shijing) -> None:
    first = resume(shijing)
    before = whole_book(shijing.desk)
    assert resume(shijing) == first
    assert whole_book(shijing.desk) == before


def test_two_who_resume_at_once_are_told_apart(shijing: Shijing) -> None:
    resume(shijing)
    before = whole_book(shijing.desk)
    with pytest.raises(RefusedError) as refused:
        resume(shijing, resumption="other")
    assert refused.value.code == "cycle.resumed-elsewhere"
    assert whole_book(shijing.desk) == before


@pytest.mark.parametrize("who", ["filler", "reviewer", "security"])
def test_only_the_performance_office_takes_a_book_up(shijing: Shijing, who: str) -> None:
    before = whole_book(shijing.desk)
    with pytest.raises(RefusedError) as refused:
        resume(shijing, who=who)
    assert refused.value.code == "act.not-appointed"
    assert whole_book(shijing.desk) == before


def test_a_phase_that_is_opened_again_is_told_as_it_stands(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    resume(year)
    plan = year.plan("targets")
    opening = PhaseOpening(book=BOOK, epoch=2, department=DEPARTMENT, happened_at=local("2022-04-01"), plan=plan)
    (turn,) = open_phase(year.desk, opening).turns
    assert (turn.matter, turn.state) == ("targets", "filed")
