from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlmodel import select

from audit.errors import AuditError
from audit.explain import explain_record
from audit.moments import changes_by, differences, tables_at
from audit.replay import Until, empty_tables
from models.projections import Task
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, RECORDS

if TYPE_CHECKING:
    from audit.explain import Explanation
    from tests.support.shijing import Shijing


def _sequences(played: Shijing, kind: str) -> list[int]:
    with played.desk.engine.connect() as connection:
        query = text("SELECT sequence FROM ledger WHERE kind = :kind ORDER BY sequence")
        return list(connection.execute(query, {"kind": kind}).scalars())


def _explained(played: Shijing, kind: str) -> Explanation:
    return explain_record(played.desk.engine, BOOK, _sequences(played, kind)[0])


def test_an_act_names_its_author_since_when_appointed_and_what_it_answered(played: Shijing) -> None:
    found = _explained(played, "monitoring.accepted")
    assert (found.who.actor, found.who.role, found.who.login is not None) == (PEOPLE["reviewer"], "reviewer", True)
    assert (found.who.since, found.who.appointed_by_record) == ("2020-10-09", 3)
    assert [cause.kind for cause in found.causes] == ["monitoring.filed"]
    assert [(said.field, bool(said.text)) for said in found.said] == [("content.opinion", True)]
    assert found.deadline is not None
    assert found.deadline.days_late == 0


def test_an_erased_text_is_told_as_erased(played: Shijing) -> None:
    with played.desk.engine.begin() as connection:
        connection.execute(text("UPDATE committed_text SET text = NULL, salt = NULL"))
    assert [said.text for said in _explained(played, "monitoring.accepted").said] == [None]


def test_what_a_record_changed_is_told_row_by_row(played: Shijing) -> None:
    changed = {(one.table, one.key[-1]): one.columns() for one in _explained(played, "monitoring.accepted").changes}
    assert changed["matter", "monitoring"]["state"] == ("filed", "done")
    assert changed["task", "1"]["done_by"] == (None, PEOPLE["reviewer"])


def test_a_filing_is_followed_by_its_evaluation_and_by_the_act_that_it_awaits(played: Shijing) -> None:
    found = _explained(played, "monitoring.filed")
    assert {"evaluation.made", "warnings.raised", "monitoring.accepted"} <= {one.kind for one in found.followed}


def test_a_late_filing_says_by_how_many_days(played: Shijing) -> None:
    with played.desk.engine.connect() as connection:
        query = text("SELECT sequence, days_late, due FROM filing WHERE days_late > 0 ORDER BY sequence")
        late = connection.execute(query).first()
    if late is None:
        deadlines = [_explained(played, kind).deadline for kind in ("targets.filed", "self-evaluation.filed")]
        assert [one.days_late for one in deadlines if one is not None] == [0, 0]
        return
    found = explain_record(played.desk.engine, BOOK, late.sequence).deadline
    assert found is not None
    assert (found.due, found.days_late) == (late.due, late.days_late)


def test_a_reminder_names_the_record_since_which_the_act_is_awaited(played: Shijing) -> None:
    found = _explained(played, "deadline.reminded")
    assert found.who.since is None
    assert len(found.causes) == 1
    assert found.causes[0].sequence < found.record.sequence


def test_every_record_of_a_year_can_be_explained_and_the_changes_add_up_to_the_tables(played: Shijing) -> None:
    engine, total = played.desk.engine, 0
    for sequence in range(1, RECORDS + 1):
        total += sum(change.before is None for change in explain_record(engine, BOOK, sequence).changes)
    whole = differences(empty_tables(), tables_at(engine, BOOK, Until()), BOOK)
    assert total == len(whole)


@pytest.mark.parametrize("sequence", [0, RECORDS + 1])
def test_a_record_that_the_book_does_not_have_is_refused(played: Shijing, sequence: int) -> None:
    with pytest.raises(AuditError) as refused:
        changes_by(played.desk.engine, BOOK, sequence)
    assert refused.value.code == "record.unknown"


def test_two_moments_differ_by_what_the_records_between_them_changed(played: Shijing) -> None:
    engine, number = played.desk.engine, _sequences(played, "monitoring.accepted")[0]
    before, after = (tables_at(engine, BOOK, Until(one)) for one in (number - 1, number))
    assert differences(before, after, BOOK) == changes_by(engine, BOOK, number)[1]
    assert {one.department for one in differences(before, after, BOOK)} == {DEPARTMENT}
    assert differences(after, after, BOOK) == []


def test_a_day_of_recording_is_another_moment_than_a_day_of_the_year(played: Shijing) -> None:
    early = tables_at(played.desk.engine, BOOK, Until(recorded="2021-12-31T00:00:00.000000Z"))
    lived = tables_at(played.desk.engine, BOOK, Until(moment="2021-12-31T00:00:00.000000Z"))
    tasks = [len(session.exec(select(Task)).all()) for session in (early, lived)]
    assert tasks[0] == 0
    assert tasks[1] > 0
