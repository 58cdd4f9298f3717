"""Delivering with the database on a server: the same queue, by a role that may not change records."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.delivery.deliver import deliver_round
from tests.support.clock import StepClock
from tests.support.told import SECRET, Told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.outside import Web
    from tests.support.shijing import Shijing

pytestmark = pytest.mark.slow


def test_a_reminder_arrives_once_after_a_failure(on_server: Shijing, tmp_path: Path, web: Web) -> None:
    clock = on_server.desk.clock
    assert isinstance(clock, StepClock)
    told = Told(on_server.desk, tmp_path / "data", clock)
    told.open()
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.remind()
    web.status = 503
    deliver_round(told.post)
    told.clock.now += timedelta(hours=7)
    web.status = 204
    for _ in range(2):
        deliver_round(told.post)
    (first, _), (second, body) = web.received
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert [notice["kind"] for notice in json.loads(body)["notices"]] == ["reminder"]
    assert told.attempts() == [("failed", "HTTP 503"), ("sent", "HTTP 204")]
    assert told.states() == ["sent"]
