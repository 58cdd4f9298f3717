from __future__ import annotations

import pytest
from temporalio.service import RPCError, RPCStatusCode

from app.passing import passes

ANSWERED = (
    RPCStatusCode.NOT_FOUND,
    RPCStatusCode.FAILED_PRECONDITION,
    RPCStatusCode.INVALID_ARGUMENT,
    RPCStatusCode.PERMISSION_DENIED,
)


@pytest.mark.parametrize("status", ANSWERED)
def test_an_answer_about_what_was_asked_does_not_pass(status: RPCStatusCode) -> None:
    assert not passes(RPCError("said", status, b""))


@pytest.mark.parametrize("status", [RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED])
def test_silence_of_a_server_that_is_away_passes(status: RPCStatusCode) -> None:
    assert passes(RPCError("away", status, b""))
