"""The Shijing sub-district's year 2021 on the real engine: scored as published, late by its own doing, recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.replay import Until, replay
from audit.verifier.verify_books import verify
from deadlines.local_time import local_date
from models.ledger import LedgerRecord
from models.projections import Alert, Task
from models.values import instant
from tests.support.rehearsals import play

if TYPE_CHECKING:
    from tests.support.rehearsals import Played

pytestmark = pytest.mark.slow

SPENDING, EXHIBITIONS = "warning/1/spending-pace", "warning/1/indicator-pace/exhibitions"


def test_every_printed_row_comes_out_as_printed(shijing: Played) -> None:
    comparison = shijing.result.departments[0].comparison
    assert comparison is not None
    assert [row.row for row in comparison.rows if not row.matches] == []
    assert len(comparison.rows) == 36
    assert comparison.total.matches
    assert comparison.grade_matches


def test_total_attainable_and_grade(shijing: Played) -> None:
    department = shijing.result.departments[0]
    assert (department.evaluation.total, department.evaluation.of) == ("90.25", "100")
    assert department.evaluation.attainable == "95"
    assert (department.review, department.grade) == ("90.25", "优")


def test_the_lost_point_for_late_filing_comes_from_the_ledger_and_not_from_a_typed_number(shijing: Played) -> None:
    row = next(row for row in shijing.result.departments[0].evaluation.rows if row.id == "monitoring-and-evaluation")
    assert (row.score, row.lost) == ("3.00", "1")
    late = next(figure for figure in row.figures if figure.input == "self_evaluation_filed_on_time")
    assert (late.value, late.origin) == ("no", "witnessed")
    filed = next(record for record in _records(shijing) if record.kind == "self-evaluation.filed")
    assert late.place == f"{shijing.rehearsed.book}#{filed.sequence}"
    typed = json.loads(filed.payload)["content"]["lists"]["facts"]
    assert "self_evaluation_filed_on_time" not in {fact["input"] for fact in typed}


def test_late_is_recorded_and_nothing_was_locked(shijing: Played) -> None:
    late = shijing.result.departments[0].late
    assert [(task.matter, task.act, task.due, task.days_late) for task in late] == [
        (EXHIBITIONS, "warning.answer", "2021-09-01", 2),
        ("self-evaluation", "self-evaluation.file", "2022-03-18", 5),
    ]


def test_reminders_come_before_and_overdue_alerts_go_to_the_bureau_after_the_deadline(shijing: Played) -> None:
    with shijing.desk.reading() as session:
        alerts = session.exec(select(Alert).where(col(Alert.act) == "self-evaluation.file")).all()
    assert [(alert.kind, alert.days, alert.to_role) for alert in alerts] == [
        ("reminder", 7, "filler"),
        ("reminder", 3, "filler"),
        ("reminder", 1, "filler"),
        ("overdue", 0, "performance-office"),
        ("overdue", 3, "performance-office"),
    ]
    assert [alert.happened_at[:16] for alert in alerts][3] == "2022-03-18T16:00"


def test_mid_year_warnings_are_raised_by_the_rules_answered_and_closed(shijing: Played) -> None:
    warnings = shijing.result.departments[0].warnings
    assert [(one.matter, one.colour, one.state, one.choice, one.days_late) for one in warnings] == [
        (EXHIBITIONS, "blue", "closed", "continue", 2),
        (SPENDING, "yellow", "closed", "continue", 0),
    ]


def test_a_warning_that_outlives_its_phase_goes_on_up_its_ladder(shijing: Played) -> None:
    with shijing.desk.reading() as session:
        accepted = session.exec(select(LedgerRecord.happened_at).where(col(LedgerRecord.kind) == "monitoring.accepted"))
        accepted_at = accepted.one()
        query = select(Alert).where(col(Alert.matter) == EXHIBITIONS).order_by(col(Alert.sequence))
        alerts = [(one.kind, one.days, one.to_role, one.happened_at[:16]) for one in session.exec(query)]
    assert alerts == [
        ("reminder", 7, "filler", "2021-08-25T01:00"),
        ("reminder", 3, "filler", "2021-08-29T01:00"),
        ("reminder", 1, "filler", "2021-08-31T01:00"),
        ("overdue", 0, "performance-office", "2021-09-01T16:00"),
    ]
    assert alerts[0][-1] < accepted_at < alerts[1][-1]


def test_domain_time_follows_the_calendar_of_2021_and_2022(shijing: Played) -> None:
    opened = [record for record in _records(shijing) if record.kind == "phase.opened"]
    days = {json.loads(one.payload)["turns"][0]["matter"]: local_date(instant(one.happened_at)) for one in opened}
    assert {phase: day.isoformat() for phase, day in days.items()} == {
        "targets": "2020-10-12",
        "monitoring": "2021-08-02",
        "self-evaluation": "2022-02-21",
        "review": "2022-03-28",
        "rectification": "2022-05-05",
    }
    with shijing.desk.reading() as session:
        review = session.exec(select(Task).where(col(Task.act) == "review.conclude")).one()
    # Twenty working days from 28 March 2022: Qingming is off from the 3rd to the 5th, the 2nd and 24th are worked.
    assert review.due == "2022-04-25"


def test_nobody_is_named_in_the_chain(shijing: Played) -> None:
    people = ("安全员", "绩效科（演练）", "复核员", "填报人", "tianbao")
    texts = ("支出偏慢", "未制定绩效管理", "整改到位", "决算支出表", "加快支付进度", "已制定绩效管理办法")
    whole = "\n".join(
        f"{record.actor} {record.key} {record.subject_row} {record.payload.decode()}" for record in _records(shijing)
    )
    assert [words for words in people + texts if words in whole] == []


def test_the_book_verifies_and_every_phase_end_is_signed(shijing: Played) -> None:
    report = verify(shijing.settings.data)
    assert report.ok, report.first
    book = report.books[0]
    assert (book.count, book.unproved) == (shijing.result.records, 0)
    # The opening, five phases, the year, the book.
    assert book.signed_heads == 8


def test_replaying_gives_the_same_tables_and_the_same_evaluations(shijing: Played) -> None:
    replayed = replay(shijing.desk.engine, shijing.rehearsed.book)
    assert replayed.mismatches == ()
    assert (replayed.records, replayed.evaluations) == (shijing.result.records, 2)
    assert replayed.rows > 40


def test_replaying_to_any_earlier_record_finds_the_same_evaluations(shijing: Played) -> None:
    # To every single one: tests/audit/test_replay.
    for sequence in range(1, shijing.result.records + 1, 4):
        assert replay(shijing.desk.engine, shijing.rehearsed.book, Until(sequence)).mismatches == ()


def test_playing_a_finished_rehearsal_again_changes_nothing(shijing: Played) -> None:
    before = [record.hash for record in _records(shijing)]
    again = play(shijing.settings.data, "shijing-2021")
    assert [record.hash for record in _records(again)] == before


def _records(played: Played) -> list[LedgerRecord]:
    with played.desk.reading() as session:
        return list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))))
