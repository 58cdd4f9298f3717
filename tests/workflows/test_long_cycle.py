"""A cycle whose history grows long goes on as another run, and nobody who sends orders notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.commands import Appoint
from tests.support.running_bureau import running_bureau
from workflows.bureau_cycle import BureauCycle
from workflows.names import cycle_id

if TYPE_CHECKING:
    from pathlib import Path

    from models.receipts import Receipt
    from tests.support.running_bureau import Bureau

pytestmark = pytest.mark.slow

ORDERS = 30
# A run that has so many events is told to make way for another.
SHORT = ("limit.historyCount.suggestContinueAsNew=60",)


def run_of(bureau: Bureau) -> str:
    handle = bureau.client.get_workflow_handle_for(BureauCycle.run, cycle_id(bureau.book))
    run_id = bureau.run(handle.describe()).run_id
    assert run_id is not None
    return run_id


def appointed(bureau: Bureau, number: int) -> Receipt:
    appoint = Appoint(appointee=f"p-{number:024d}", role="filler", department="shijing", from_day="2020-10-09")
    security = bureau.stage.officer("security-officer")
    return bureau.run(bureau.counter.order(bureau.book, f"appoint/{number}", security, appoint))


def test_a_long_cycle_goes_on_in_another_run_and_every_order_is_carried_out_once(tmp_path: Path) -> None:
    with running_bureau(tmp_path / "data", keys=SHORT) as bureau:
        bureau.take_in("before")
        runs = [run_of(bureau)]
        receipts = []
        for number in range(ORDERS):
            receipts.append(appointed(bureau, number))
            runs.append(run_of(bureau))
        assert len(set(runs)) > 1
        assert [appointed(bureau, number) for number in range(ORDERS)] == receipts
        # What an earlier run enrolled is still known, and what is enrolled now begins.
        bureau.take_in("after")
        receipt = bureau.run(bureau.counter.act(bureau.book, "after", "after/file", bureau.filing()))
        assert receipt.sequence > receipts[-1].sequence
