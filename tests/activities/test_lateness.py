"""Late or in time: by the instant of receipt, to the end of the last day in Shanghai, that day included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.handle_act import handle_act
from activities.signatures import ActCall
from models.commands import Act, Answer, Deed
from models.projections import Filing, Task
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, awaited_of, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

# The due day is the 18th of March; its end in Shanghai is four in the afternoon of the same day in UTC.
LAST_MICROSECOND = "2022-03-18T15:59:59.999999Z"
ONE_LATER = "2022-03-18T16:00:00.000000Z"


def self_evaluate(year: Shijing, received_at: str, happened_at: str | None = None) -> Receipt:
    content = year.filing("self-evaluation.file")
    deed = Deed(actor=PEOPLE["filler"], act="self-evaluation.file", matter="self-evaluation", content=content)
    sent = Act(request="self", received_at=received_at, deed=deed)
    call = ActCall(
        book=BOOK,
        epoch=1,
        department=DEPARTMENT,
        happened_at=happened_at or received_at,
        act=sent,
    )
    return handle_act(year.desk, call)


def total_of(receipt: Receipt) -> str | None:
    assert receipt.score is not None
    return receipt.score.total


def filings(year: Shijing, phase: str) -> list[tuple[str, int]]:
    with year.desk.reading() as session:
        query = select(Filing).where(col(Filing.phase) == phase).order_by(col(Filing.sequence))
        return [(filing.due, filing.days_late) for filing in session.exec(query)]


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    return before("self-evaluation.file")


@pytest.mark.parametrize(
    ("received_at", "days", "total"),
    [
        (LAST_MICROSECOND, 0, "91.25"),
        (ONE_LATER, 1, "90.25"),
        ("2022-03-19T15:59:59.999999Z", 1, "90.25"),
        ("2022-03-19T16:00:00.000000Z", 2, "90.25"),
    ],
)
def test_the_last_microsecond_of_the_due_day_is_in_time_and_the_next_one_is_a_day_late(
    year: Shijing, received_at: str, days: int, total: str
) -> None:
    receipt = self_evaluate(year, received_at)
    assert receipt.days_late == days
    assert filings(year, "self-evaluation") == [("2022-03-18", days)]
    # The point of the row that scores it follows from the ledger and from nothing else.
    assert total_of(receipt) == total
    with year.desk.reading() as session:
        task = session.get_one(Task, (BOOK, DEPARTMENT, "self-evaluation", "self-evaluation.file", 1))
    assert (task.state, task.days_late, task.done_at) == ("done", days, received_at)


def test_what_was_received_in_time_is_in_time_however_long_it_then_took(year: Shijing) -> None:
    assert self_evaluate(year, LAST_MICROSECOND, "2022-03-25T00:00:00.000000Z").days_late == 0


def test_what_was_received_late_is_late_whatever_the_workflows_clock_says(year: Shijing) -> None:
    assert self_evaluate(year, ONE_LATER, "2022-03-18T08:00:00.000000Z").days_late == 1


def test_an_answer_of_the_bureau_can_be_late_too(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    with year.desk.reading() as session:
        due = session.get_one(Task, (BOOK, DEPARTMENT, "targets", "targets.approve", 1)).due
    assert due == "2020-11-17"
    receipt = year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-20"))
    assert receipt.days_late == 3


def test_a_filing_that_came_in_time_is_not_made_late_by_its_return(before: Callable[[str], Shijing]) -> None:
    year = before("monitoring.accept")
    assert filings(year, "monitoring") == [("2021-08-23", 0)]
    returned = year.act("monitoring", "monitoring.return", Answer(opinion="0" * 64), "reviewer", local("2021-08-30"))
    assert awaited_of(returned, "monitoring").due == "2021-09-13"
    year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local("2021-09-20"))
    assert filings(year, "monitoring") == [("2021-08-23", 0), ("2021-09-13", 7)]
    year.act("monitoring", "monitoring.accept", Answer(), "reviewer", local("2021-09-21"))
    year.open_phase("self-evaluation")
    # The row asks whether the monitoring came in time; it did, the first time.
    assert total_of(self_evaluate(year, LAST_MICROSECOND)) == "91.25"


def test_a_filing_that_came_late_stays_late_when_it_is_filed_again_in_time(before: Callable[[str], Shijing]) -> None:
    year = before("monitoring.file")
    year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local("2021-08-25"))
    year.act("monitoring", "monitoring.return", Answer(opinion="0" * 64), "reviewer", local("2021-08-26"))
    year.act("monitoring", "monitoring.file", year.mid_year(), "filler", local("2021-08-27"))
    assert filings(year, "monitoring") == [("2021-08-23", 2), ("2021-09-09", 0)]
    year.act("monitoring", "monitoring.accept", Answer(), "reviewer", local("2021-08-30"))
    year.open_phase("self-evaluation")
    assert total_of(self_evaluate(year, LAST_MICROSECOND)) == "90.25"


def test_a_return_gives_a_later_deadline_and_never_an_earlier_one(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    early = year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-04"))
    # Ten working days from the return; the notice's own day, the 6th, would come first.
    assert awaited_of(early, "targets").due == "2020-11-18"


def test_a_return_on_the_first_days_leaves_the_printed_day_standing(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-10-12"))
    returned = year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-10-13"))
    # Ten working days would end on the 27th of October.
    assert awaited_of(returned, "targets").due == "2020-11-06"
