"""A warning that nobody answers for too long suspends what it is about, until the bureau accepts an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.conclude import conclude_book
from activities.signatures import BookEnd
from app.delivery.news import notices_of
from audit.verifier.verify_books import verify
from deadlines.errors import ActError
from models.commands import Answer, Extend, Seal
from models.ledger import LedgerRecord
from models.monitoring_payloads import WarningSuspended
from models.projections import Alert
from models.receipts import Pressed
from models.values import instant
from rules.rubric_file import load_rubric
from tests.support.sealed import authorise
from tests.support.shijing import BOOK, DEPARTMENT, local
from tests.support.told_again import told_again
from tests.support.waiting import waits
from tests.support.warned import EXHIBITIONS, SPENDING, answer, records, warnings
from tests.support.windowed import Windowed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.templates import Templates

# Due on the first of September 2021, a Wednesday; five working days after it is the eighth.
LAST = "2021-09-08"
AFTER = instant(local("2021-09-09", "00:00"))
NEXT = instant(local("2021-09-09", "00:01"))


@pytest.fixture
def year(templates: Templates, tmp_path: Path) -> Iterator[Windowed]:
    """Two warnings wait for an answer, under a form that suspends."""
    year = templates.take(Windowed, "warning.answer", tmp_path / "data")
    yield year
    year.desk.engine.dispose()


def suspended(year: Windowed) -> dict[str, tuple[bool, bool]]:
    """Of each warning whether it was suspended, and whether that was lifted."""
    found = warnings(year).items()
    return {matter: (one.suspended_at is not None, one.lifted_at is not None) for matter, one in found}


def test_the_turn_of_a_warning_says_its_last_day_and_so_does_its_task(year: Windowed) -> None:
    awaited = year.turn(SPENDING).awaited
    assert isinstance(awaited, Pressed)
    assert (awaited.due, awaited.suspends) == ("2021-09-01", LAST)


def test_what_nobody_answers_is_suspended_the_day_after_and_both_sides_are_told(year: Windowed) -> None:
    answer(year, EXHIBITIONS, local("2021-08-31"))
    year.climb(AFTER)
    assert suspended(year) == {SPENDING: (False, False), EXHIBITIONS: (False, False)}
    year.climb(NEXT)
    year.climb(NEXT)
    (record,) = records(year, "warning.suspended")
    said = WarningSuspended(matter=SPENDING, due="2021-09-01", last_day=LAST)
    assert WarningSuspended.model_validate_json(record.payload) == said
    assert suspended(year) == {SPENDING: (True, False), EXHIBITIONS: (False, False)}
    with year.desk.reading() as session:
        told = session.exec(select(Alert.to_role).where(col(Alert.kind) == "suspended").order_by(col(Alert.to_role)))
        assert list(told) == ["filler", "performance-office"]
    assert [(one.role, one.kind, one.matter) for one in notices_of(record)] == [
        (role, "suspended", SPENDING) for role in ("filler", "performance-office")
    ]
    assert not year.replayed().mismatches


def test_a_late_answer_is_taken_and_lifts_the_suspension_only_when_it_is_accepted(year: Windowed) -> None:
    year.climb(NEXT)
    assert answer(year, SPENDING, local("2021-09-10"), "adjust-budget").days_late == 9
    year.act(SPENDING, "warning.return", Answer(opinion="0" * 64), "reviewer", local("2021-09-11"))
    answer(year, SPENDING, local("2021-09-13"), "adjust-budget")
    assert suspended(year)[SPENDING] == (True, False)
    year.act(SPENDING, "warning.accept", Answer(), "reviewer", local("2021-09-14"))
    assert suspended(year) == {SPENDING: (True, True), EXHIBITIONS: (True, False)}
    assert not year.replayed().mismatches
    told_again(year, load_rubric(year.rubric_yaml().encode()).rubric, local("2021-09-15"))


def test_a_due_day_that_a_document_puts_off_takes_the_suspension_along(year: Windowed) -> None:
    reason = year.commit("extend", "reason", "系统停机。")
    put_off = Extend(
        department=DEPARTMENT, matter=SPENDING, due="2021-09-03", document="云财函〔2021〕9号", reason=reason
    )
    year.order("extend/spending", put_off, day="2021-08-31")
    turn = year.turn(SPENDING)
    assert year.say(turn, "suspension", 0, NEXT)
    assert not records(year, "warning.suspended")
    assert not year.say(turn, "suspension", 0, instant(local("2021-09-11", "00:00")))
    assert len(records(year, "warning.suspended")) == 1


def waiting_answer(year: Windowed) -> None:
    """An answer came in at the last minute and waits for its turn."""
    waits(year, SPENDING, "warning.answer", local(LAST, "23:59"))


def test_an_answer_that_waits_in_the_inbox_keeps_the_clock_from_suspending(year: Windowed) -> None:
    waiting_answer(year)
    year.climb(NEXT)
    assert [one.payload for one in records(year, "warning.suspended") if SPENDING.encode() in one.payload] == []


def test_the_clock_says_nothing_of_what_is_answered_and_of_another_day(year: Windowed) -> None:
    turn = year.turn(SPENDING)
    answer(year, SPENDING, local("2021-08-31"))
    assert not year.say(turn, "suspension", 0, NEXT)
    assert not records(year, "warning.suspended")
    with pytest.raises(ActError):
        answer(year, SPENDING, local("2021-09-01"))


# -- when no answer can come any more ----------------------------------------------------------------------------------


def kinds(year: Windowed) -> list[str]:
    """What the last records are."""
    with year.desk.reading() as session:
        return list(session.exec(select(LedgerRecord.kind).order_by(col(LedgerRecord.sequence))))


def sound(year: Windowed) -> bool:
    return not year.replayed().mismatches and verify(year.desk.evidence.folder.parent, (BOOK,)).ok


def test_what_is_overdue_at_the_years_end_is_suspended_with_it(year: Windowed) -> None:
    answer(year, EXHIBITIONS, local("2021-08-31"))
    year.conclude_year(local("2021-09-02", "09:00"))
    year.conclude_year(local("2021-09-02", "09:00"))
    assert kinds(year)[-2:] == ["warning.suspended", "year.concluded"]
    (record,) = records(year, "warning.suspended")
    said = WarningSuspended(matter=SPENDING, due="2021-09-01", last_day=LAST)
    assert WarningSuspended.model_validate_json(record.payload) == said
    assert suspended(year) == {SPENDING: (True, False), EXHIBITIONS: (False, False)}
    assert sound(year)


def test_what_the_clock_has_suspended_is_not_suspended_again_by_the_end(year: Windowed) -> None:
    year.climb(NEXT)
    before = len(records(year, "warning.suspended"))
    year.conclude_year(local("2021-09-10", "09:00"))
    assert (before, len(records(year, "warning.suspended"))) == (2, 2)


def test_an_answer_that_waits_in_the_inbox_keeps_the_end_from_suspending(year: Windowed) -> None:
    waiting_answer(year)
    year.conclude_year(local("2021-09-02", "09:00"))
    assert suspended(year) == {SPENDING: (False, False), EXHIBITIONS: (True, False)}


def test_what_was_not_yet_due_at_the_end_is_decided_by_the_first_seal(year: Windowed) -> None:
    year.conclude_year(local("2021-09-01", "23:00"))
    conclude_book(year.desk, BookEnd(book=BOOK, epoch=1, happened_at=local("2021-09-01", "23:00"), departments=1))
    assert not records(year, "warning.suspended")
    year.order("seal", Seal(number=1), "security", "2021-10-11")
    assert kinds(year)[-3:] == ["warning.suspended", "warning.suspended", "book.sealed"]
    assert suspended(year) == {SPENDING: (True, False), EXHIBITIONS: (True, False)}
    assert sound(year)


def test_a_seal_before_the_due_day_suspends_nothing(year: Windowed) -> None:
    year.conclude_year(local("2021-08-31", "23:00"))
    conclude_book(year.desk, BookEnd(book=BOOK, epoch=1, happened_at=local("2021-08-31", "23:00"), departments=1))
    year.order("seal", Seal(number=1), "security", "2021-09-01")
    assert kinds(year)[-2:] == ["book.concluded", "book.sealed"]


def test_an_accepted_answer_under_an_addendum_lifts_what_the_end_suspended(year: Windowed) -> None:
    year.conclude_year(local("2021-09-02", "09:00"))
    conclude_book(year.desk, BookEnd(book=BOOK, epoch=1, happened_at=local("2021-09-02", "09:00"), departments=1))
    year.order("seal", Seal(number=1), "security", "2021-09-03")
    authorise(year, SPENDING)
    answer(year, SPENDING, local("2022-07-02"))
    year.act(SPENDING, "warning.accept", Answer(), "reviewer", local("2022-07-03"))
    assert suspended(year) == {SPENDING: (True, True), EXHIBITIONS: (True, False)}
    assert sound(year)
