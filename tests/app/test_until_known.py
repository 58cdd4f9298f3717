from __future__ import annotations

import asyncio

import pytest

from app.counter import OutcomeUnknownError
from app.until_known import until_known
from models.receipts import Receipt
from workflows.refusals import OUTCOME_UNKNOWN

RECEIPT = Receipt(book="b/2021/rehearsal", sequence=9, hash="0" * 64, recorded_at="2026-01-06T01:00:00.000000Z")


class Counting:
    def __init__(self, unanswered: int) -> None:
        self.unanswered = unanswered
        self.sent = 0

    async def __call__(self) -> Receipt:
        self.sent += 1
        if self.sent <= self.unanswered:
            raise OutcomeUnknownError(OUTCOME_UNKNOWN, request="r")
        return RECEIPT


def test_what_nobody_answered_is_sent_again_until_somebody_does() -> None:
    sending = Counting(unanswered=3)
    assert asyncio.run(until_known(sending)) == RECEIPT
    assert sending.sent == 4


def test_what_nobody_ever_answers_stays_unknown() -> None:
    sending = Counting(unanswered=99)
    with pytest.raises(OutcomeUnknownError):
        asyncio.run(until_known(sending))
    assert sending.sent == 5
