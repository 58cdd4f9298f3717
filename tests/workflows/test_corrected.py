"""A day that was granted wrongly and put right reaches the running year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.people import register
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.commands import Appoint, Approve, Extend, Propose
from models.corrections import RightDay
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from models.commands import Order
    from models.receipts import Receipt
    from tests.support.running_bureau import Bureau

pytestmark = pytest.mark.slow


def order(bureau: Bureau, request: str, actor: str, wanted: Order) -> Receipt:
    return bureau.run(bureau.counter.order(bureau.book, request, actor, wanted))


def test_a_running_year_hears_of_the_earlier_day_that_was_right(bureau: Bureau) -> None:
    year = bureau.take_in("corrected")
    office, second = bureau.stage.officer("performance-office"), register(bureau.desk.engine, "jixiao-2", "绩效科二")
    appoint = Appoint(appointee=second, role="performance-office", from_day="2020-10-09")
    order(bureau, "appoint/2", bureau.stage.officer("security-officer"), appoint)
    extend = Extend(department="corrected", matter="targets", due="2021-11-13", document="d", reason="a" * 64)
    extended = order(bureau, "extend", office, extend)
    right = RightDay(due="2020-11-13")
    propose = Propose(corrects=extended.sequence, hash=extended.hash, right=right, document="d", reason="b" * 64)
    proposal = order(bureau, "propose", office, propose)
    approve = Approve(proposal=proposal.sequence, hash=proposal.hash)
    first = order(bureau, "approve", second, approve)
    (turn,) = bureau.run(year.query(DepartmentYear.standing))
    assert turn.awaited is not None
    assert turn.awaited.due == "2020-11-13"
    assert order(bureau, "approve", second, approve) == first
    assert replay(bureau.desk.engine, bureau.book).mismatches == ()
    assert verify(bureau.settings.data, (bureau.book,)).ok
