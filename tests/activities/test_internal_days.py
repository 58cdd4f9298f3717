"""The days that a department gave its divisions follow its own, on the record, in table and task alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.verifier.verify_books import verify
from models.commands import Approve, Extend, Propose
from models.corrections import RightDay
from models.date_orders import RecordOutage
from models.ledger import LedgerRecord
from models.projections import Alert
from tests.support.collecting import OWN_DUE, SCORING, Collecting, ask, matter_of, returned
from tests.support.refusals import refused
from tests.support.sealed import second_office
from tests.support.shijing import BOOK, DEPARTMENT, Shijing, rubric_file
from tests.support.unannounced import announced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from activities.signatures import OrderResult
    from models.date_orders import Announce
    from tests.support.templates import Templates

MATTER = matter_of("office")
OFF, WORKED = ("2022-03-14", "2022-03-15"), ("2022-03-12", "2022-03-13")
PAPER = {"document": "示财绩〔2022〕7号", "reason": "a" * 64}


class Counted(Shijing):
    """A year in a book that knows the holidays of 2020 alone, and whose self-evaluation is due in working days."""

    announced = range(2020, 2021)

    def rubric_yaml(self) -> str:
        text = rubric_file().text.decode()
        return text.replace("due: {date: 2022-03-18}", "due: {days: 19, kind: working}")


@pytest.fixture
def asked(templates: Templates, tmp_path: Path) -> Iterator[Collecting]:
    """The self-evaluation is due on 18 March 2022, provisionally; a division is asked until the tenth."""
    collecting = Collecting(templates.take(Counted, "evidence.add", tmp_path / "data"))
    assert own(collecting) == OWN_DUE
    collecting.ask("office")
    yield collecting
    collecting.desk.engine.dispose()


def own(collecting: Collecting) -> str:
    awaited = collecting.year.turn(SCORING).awaited
    assert awaited is not None
    return awaited.due


def given(collecting: Collecting) -> str:
    """The day of the division, which table and task tell alike."""
    awaited = collecting.year.turn(MATTER).awaited
    assert awaited is not None
    assert collecting.row("office").due == awaited.due
    return awaited.due


def announce(collecting: Collecting, wanted: Announce, day: str = "2022-03-02", request: str = "year") -> OrderResult:
    return collecting.year.order(request, wanted, day=day)


def extend(
    collecting: Collecting, matter: str, due: str, day: str = "2022-03-02", request: str = "more"
) -> OrderResult:
    wanted = Extend(department=DEPARTMENT, matter=matter, due=due, **PAPER)
    return collecting.year.order(request, wanted, day=day)


def down(collecting: Collecting, first: str, last: str, request: str = "down") -> OrderResult:
    return collecting.year.order(request, RecordOutage(from_day=first, to_day=last, **PAPER), day="2022-03-20")


def sound(collecting: Collecting) -> bool:
    data = collecting.desk.evidence.folder.parent
    return collecting.year.replayed().mismatches == () and verify(data, (BOOK,)).ok


# -- an announcement ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "department", "division"),
    [({"off": OFF}, "2022-03-22", "2022-03-14"), ({"worked": WORKED}, "2022-03-16", "2022-03-08")],
    ids=["later", "nearer"],
)
def test_an_internal_day_keeps_its_distance_when_a_year_is_announced(
    asked: Collecting, days: dict[str, tuple[str, ...]], department: str, division: str
) -> None:
    result = announce(asked, announced(**days))
    assert [(one.matter, one.due) for one in result.receipt.moved] == [(SCORING, department), (MATTER, division)]
    assert (own(asked), given(asked)) == (department, division)
    told = {turn.matter: turn.awaited.due for turn in result.news[0].turns if turn.awaited}
    assert told == {SCORING: department, MATTER: division}
    with asked.desk.reading() as session:
        alerts = session.exec(select(Alert.to_role).where(col(Alert.matter) == MATTER, col(Alert.kind) == "recomputed"))
        assert alerts.all() == ["contributor"]
    assert sound(asked)


def test_a_day_that_would_lie_in_the_past_is_that_of_the_announcement_and_nothing_delivered_is_late(
    asked: Collecting,
) -> None:
    announce(asked, announced(worked=WORKED), "2022-03-09")
    assert (own(asked), given(asked)) == ("2022-03-16", "2022-03-09")
    assert asked.answer("office", "2022-03-09").days_late == 0


def test_the_last_day_before_the_departments_own_stays_before_it(asked: Collecting) -> None:
    asked.ask("works", content=ask("works", due="2022-03-17"))
    announce(asked, announced(worked=WORKED))
    assert (own(asked), asked.row("works").due) == ("2022-03-16", "2022-03-15")


def test_what_a_document_or_an_order_of_today_gave_is_taken_back_only_by_the_departments_own_day(
    asked: Collecting,
) -> None:
    extend(asked, MATTER, "2022-03-15", "2022-03-01")
    announce(asked, announced(worked=WORKED))
    assert (own(asked), given(asked)) == ("2022-03-16", "2022-03-15")
    announce(asked, announced(off=OFF), "2022-03-02", "again")
    assert (own(asked), given(asked)) == ("2022-03-22", "2022-03-21")


def test_what_was_brought_stays_as_it_was_judged_and_is_looked_at_by_the_departments_own_day(
    asked: Collecting,
) -> None:
    asked.answer("office", "2022-03-11")
    announce(asked, announced(off=OFF), "2022-03-11")
    row, turn = asked.row("office"), asked.year.turn(MATTER)
    assert (row.due, row.days_late) == ("2022-03-10", 1)
    assert turn.awaited is not None
    assert (turn.awaited.act, turn.awaited.due) == ("collection.accept", "2022-03-22")
    assert sound(asked)


# -- an extension ---------------------------------------------------------------------------------------------------


def test_more_time_for_the_filing_is_as_much_more_time_for_the_division(asked: Collecting) -> None:
    result = extend(asked, SCORING, "2022-03-25")
    assert (own(asked), given(asked)) == ("2022-03-25", "2022-03-17")
    assert [turn.awaited.due for one in result.news for turn in one.turns if turn.awaited] == ["2022-03-17"]
    again = extend(asked, SCORING, "2022-03-25")
    assert again == result
    with asked.desk.reading() as session:
        kinds = session.exec(select(LedgerRecord.kind).order_by(col(LedgerRecord.sequence).desc()).limit(2)).all()
    assert kinds == ["deadline.extended", "deadline.extended"]
    assert sound(asked)


def test_an_internal_day_is_put_off_in_table_and_task_and_never_to_the_departments_own(asked: Collecting) -> None:
    with refused(asked.desk, "collection.day-too-late"):
        extend(asked, MATTER, OWN_DUE)
    extend(asked, MATTER, "2022-03-17")
    assert (own(asked), given(asked)) == (OWN_DUE, "2022-03-17")
    asked.answer("office")
    asked.settle("office", "return")
    assert given(asked) == "2022-03-17"
    assert sound(asked)


def test_a_day_that_the_department_names_with_a_return_is_that_of_table_and_task(asked: Collecting) -> None:
    extend(asked, MATTER, "2022-03-17")
    asked.answer("office")
    asked.settle("office", "return", content=returned("2022-03-14"))
    assert given(asked) == "2022-03-14"


def test_a_corrected_extension_takes_its_internal_days_along(asked: Collecting) -> None:
    second_office(asked.year)
    wrong = extend(asked, SCORING, "2022-04-25", "2022-03-01").receipt
    assert given(asked) == "2022-04-17"
    reason = asked.year.commit("propose", "reason", "录入有误")
    words = {"corrects": wrong.sequence, "hash": wrong.hash, "document": "文", "reason": reason}
    wanted = Propose(right=RightDay(due="2022-03-25"), **words)
    proposal = asked.year.order("propose", wanted, "office", "2022-03-02").receipt
    result = asked.year.order(
        "approve", Approve(proposal=proposal.sequence, hash=proposal.hash), "office-2", "2022-03-03"
    )
    assert (own(asked), given(asked)) == ("2022-03-25", "2022-03-17")
    assert {turn.matter: turn.awaited.due for turn in result.turns if turn.awaited} == {
        SCORING: "2022-03-25",
        MATTER: "2022-03-17",
    }
    assert sound(asked)


# -- an outage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "department", "division"),
    [
        ("2022-03-10", "2022-03-10", OWN_DUE, "2022-03-11"),
        ("2022-03-17", "2022-03-18", "2022-03-22", "2022-03-14"),
        ("2022-03-09", "2022-03-17", OWN_DUE, OWN_DUE),
    ],
    ids=["the division's day", "the department's day", "not beyond the department's day"],
)
def test_an_outage_puts_off_what_it_hit_and_what_follows(
    asked: Collecting, first: str, last: str, department: str, division: str
) -> None:
    result = down(asked, first, last)
    assert (own(asked), given(asked)) == (department, division)
    assert {one.matter: one.due for one in result.receipt.moved}[MATTER] == division
    assert sound(asked)
