"""What Temporal gets from a refusing activity: the typed error, and nothing of a person's in what it logs."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.signatures import OrderCall
from app.activity_host import ActivityHost
from models.commands import BureauOrder, Extend
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local

if TYPE_CHECKING:
    from tests.support.shijing import Shijing

TYPED = "王五440111199001010011"


def test_the_trace_of_a_refusal_holds_nothing_that_was_typed(shijing: Shijing) -> None:
    now = local("2020-10-12")
    extend = Extend(department=DEPARTMENT, matter=TYPED, due="2020-12-01", document="粤财〔2020〕1号", reason="0" * 64)
    order = BureauOrder(request="extend/1", actor=PEOPLE["office"], received_at=now, order=extend)
    call = OrderCall(book=BOOK, epoch=1, happened_at=now, order=order)
    host = ActivityHost(shijing.desk, Mock(spec=Client))
    with pytest.raises(ApplicationError) as refused:
        ActivityEnvironment().run(host.obey_order, call)
    error = refused.value
    assert (error.type, error.details[0]["matter"]) == ("matter.unknown", TYPED)
    assert TYPED not in "".join(traceback.format_exception(error))
