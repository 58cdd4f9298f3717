from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.errors import RefusedError
from audit.errors import IdempotencyConflictError
from models.commands import Appoint, Reevaluate
from models.ledger import LedgerRecord
from models.projections import Department, Score
from tests.support.shijing import PEOPLE, local

if TYPE_CHECKING:
    from models.commands import Order
    from tests.support.shijing import Shijing


def appoint(role: str = "approver", to_day: str | None = None, who: str = "filler") -> Appoint:
    return Appoint(appointee=PEOPLE[who], role=role, department="shijing", from_day="2020-10-09", to_day=to_day)


def records(year: Shijing) -> list[LedgerRecord]:
    with year.desk.reading() as session:
        return list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))))


def test_an_order_sent_again_gets_its_first_receipt(shijing: Shijing) -> None:
    first = shijing.order("r", appoint(), "security")
    before = records(shijing)
    assert shijing.order("r", appoint(), "security") == first
    assert records(shijing) == before


@pytest.mark.parametrize(
    ("order", "who"),
    [
        (appoint("reviewer", who="office"), "security"),
        (appoint(to_day="2021-12-31"), "security"),
        (appoint(), "office"),
    ],
    ids=["another role", "another end", "another person"],
)
def test_another_order_under_a_used_key_is_a_conflict(shijing: Shijing, order: Order, who: str) -> None:
    shijing.order("r", appoint(), "security")
    before = records(shijing)
    with pytest.raises(IdempotencyConflictError) as refused:
        shijing.order("r", order, who)
    assert refused.value.params["key"] == "r"
    assert records(shijing) == before


def test_another_department_under_a_used_key_is_a_conflict(shijing: Shijing) -> None:
    shijing.order("r", shijing.enrolment("songzhou", "松洲街道办事处"))
    with pytest.raises(IdempotencyConflictError):
        shijing.order("r", shijing.enrolment("tongde", "松洲街道办事处"))
    with shijing.desk.reading() as session:
        assert sorted(session.exec(select(Department.department))) == ["shijing", "songzhou"]


def test_the_first_receipt_is_given_even_when_the_person_has_left_since(
    shijing: Shijing, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = Appoint(
        appointee="p-0000000000000000000000a9", role="performance-office", from_day="2020-10-09", to_day="2020-10-31"
    )
    shijing.order("temporary", until, "security")
    monkeypatch.setitem(PEOPLE, "temporary", until.appointee)
    first = shijing.order("r", shijing.enrolment("songzhou", "松洲"), "temporary")
    assert shijing.order("r", shijing.enrolment("songzhou", "松洲"), "temporary", day="2020-11-20") == first
    with pytest.raises(RefusedError, match=r"act\.not-appointed"):
        shijing.order("r2", shijing.enrolment("tongde", "同德"), "temporary", day="2020-11-20")


def test_a_department_is_enrolled_once_and_the_second_time_refused_by_name(shijing: Shijing) -> None:
    before = records(shijing)
    with pytest.raises(RefusedError) as refused:
        shijing.order("again", shijing.enrolment())
    assert refused.value.code == "department.enrolled"
    assert refused.value.params["department"] == "shijing"
    assert records(shijing) == before


def test_an_order_is_on_the_record_with_the_time_at_which_it_came_in(shijing: Shijing) -> None:
    shijing.order("r", appoint(), "security", day="2020-10-12")
    last = records(shijing)[-1]
    assert (last.received_at, last.actor, last.role) == (local("2020-10-12"), PEOPLE["security"], "security-officer")


def test_nobody_files_and_reviews(shijing: Shijing) -> None:
    before = records(shijing)
    with pytest.raises(RefusedError) as refused:
        shijing.order("r", appoint("reviewer"), "security")
    assert refused.value.code == "appointment.conflict"
    assert records(shijing) == before


def test_a_new_evaluation_is_ordered_on_the_record_and_stands_beside_the_old(shijing: Shijing) -> None:
    shijing.play(until="monitoring.accept")
    result = shijing.order("again", Reevaluate(department="shijing", stage="monitoring"), day="2021-08-20")
    assert result.receipt.score is not None
    with shijing.desk.reading() as session:
        scores = session.exec(select(Score).order_by(col(Score.sequence))).all()
    assert [score.document for score in scores] == [scores[0].document] * 2
    kinds = [record.kind for record in records(shijing)[-3:]]
    assert kinds == ["reevaluation.ordered", "evaluation.made", "warnings.raised"]
