"""An order about the whole book whose worker falls silent is tried again soon, and one that only takes long is not."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from threading import Event
from time import sleep
from typing import TYPE_CHECKING

import pytest

from activities.obey_order import obey_order
from app import activity_host
from models.date_orders import RecordOutage
from workflows import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.desk import Desk
    from activities.signatures import OrderCall, OrderResult
    from models.receipts import Receipt
    from tests.support.running_bureau import Bureau

pytestmark = pytest.mark.slow

SILENCE = timedelta(seconds=1)


def record_outage(bureau: Bureau, request: str) -> Receipt:
    wanted = RecordOutage(from_day="2020-10-09", to_day="2020-10-09", document=request, reason="a" * 64)
    return bureau.run(bureau.counter.order(bureau.book, request, bureau.stage.officer("performance-office"), wanted))


@pytest.fixture
def first_attempt(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[str]]:
    """Let something else happen before the first attempt of an order; what comes back names each attempt's order."""

    def before(work: Callable[[], object]) -> list[str]:
        attempts: list[str] = []

        def attempt(desk: Desk, call: OrderCall) -> OrderResult:
            attempts.append(call.order.request)
            if len(attempts) == 1:
                work()
            return obey_order(desk, call)

        monkeypatch.setattr(activity_host, "obey_order", attempt)
        monkeypatch.setitem(options.FOR_A_WHOLE_BOOK, "heartbeat_timeout", SILENCE)
        return attempts

    return before


def test_a_silent_attempt_is_followed_by_another(
    bureau: Bureau,
    monkeypatch: pytest.MonkeyPatch,
    first_attempt: Callable[[Callable[[], object]], list[str]],
) -> None:
    heard = Event()
    monkeypatch.setattr(activity_host, "beating", nullcontext)
    attempts = first_attempt(lambda: heard.wait(30))
    try:
        receipt = record_outage(bureau, "silent")
        assert attempts == ["silent"] * 2
        assert not heard.is_set()
    finally:
        heard.set()
    assert record_outage(bureau, "silent") == receipt


def test_an_attempt_that_takes_long_and_beats_is_the_only_one(
    bureau: Bureau, first_attempt: Callable[[Callable[[], object]], list[str]]
) -> None:
    attempts = first_attempt(lambda: sleep(4 * SILENCE.total_seconds()))
    record_outage(bureau, "long")
    assert attempts == ["long"]
